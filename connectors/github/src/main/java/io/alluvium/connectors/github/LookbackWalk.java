package io.alluvium.connectors.github;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Goes back through a listing that is ordered by creation although its things change for long: over
 * the last day each time, over the whole look-back once an hour, and to the very beginning at
 * first. Only the long passes prove anything.
 */
final class LookbackWalk implements Walk {
  private static final String FILTER = "&created=";
  private static final Duration RECENT = Duration.ofDays(1);
  private static final Duration LONG_EVERY = Duration.ofHours(1);

  private final URI first;
  private final Duration lookback;
  private @Nullable Instant lastLong;

  /**
   * @param lookback for how long things change
   */
  LookbackWalk(URI first, Duration lookback) {
    this.first = first;
    this.lookback = lookback;
  }

  @Override
  public URI page(StreamPosition at) {
    if (!at.next().isEmpty()) {
      return URI.create(at.next());
    }
    return at.top().isEmpty() ? first : URI.create(first + FILTER + "%3C%3D" + at.top());
  }

  // A change of an old thing does not show on the first page.
  @Override
  public boolean isProvedByFirstPage(SeenPage page) {
    return page.next().isEmpty();
  }

  @Override
  public Step after(StreamPosition at, SeenPage page) {
    var begun = Instant.parse(at.asOf());
    boolean isFirstPass = at.from().isEmpty();
    boolean isLong = isFirstPass || isLongDue(begun);
    boolean reached =
        page.oldest()
            .filter(oldest -> StreamPosition.text(oldest).compareTo(until(at, begun, isLong)) < 0)
            .isPresent();
    var oldest = page.oldest().map(StreamPosition::text).orElse(at.top());
    if (!reached && page.next().isPresent()) {
      return Step.onTo(at.at(at.cursor(), oldest, page.next().get().toString()));
    }
    if (!reached && isFiltered(at) && oldest.compareTo(at.top()) < 0) {
      return Step.onTo(at.at(at.cursor(), oldest, ""));
    }
    boolean whole = isLong || (page.next().isEmpty() && !isFiltered(at));
    if (whole) {
      lastLong = begun;
    }
    return new Step(at.at(at.cursor(), "", ""), true, whole);
  }

  private static boolean isFiltered(StreamPosition at) {
    return at.next().isEmpty() ? !at.top().isEmpty() : at.next().contains(FILTER);
  }

  private String until(StreamPosition at, Instant begun, boolean isLong) {
    var back =
        at.from().isEmpty()
            ? at.cursor()
            : StreamPosition.text(begun.minus(isLong ? lookback : RECENT));
    return back.compareTo(at.cursor()) > 0 ? back : at.cursor();
  }

  private boolean isLongDue(Instant begun) {
    return lastLong == null || !begun.isBefore(lastLong.plus(LONG_EVERY));
  }

  @Override
  public Step refused(StreamPosition at) {
    return Step.onTo(at.at(at.cursor(), at.top(), ""));
  }
}
