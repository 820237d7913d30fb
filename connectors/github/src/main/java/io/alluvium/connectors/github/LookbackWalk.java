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
    return at.next().isEmpty() ? first : URI.create(at.next());
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
    if (!reached && page.next().isPresent()) {
      return Step.onTo(at.at(at.cursor(), "", page.next().get().toString()));
    }
    if (isLong || page.next().isEmpty()) {
      lastLong = begun;
    }
    return new Step(at.at(at.cursor(), "", ""), true, isLong || page.next().isEmpty());
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
    return new Step(at.at(at.cursor(), "", ""), true, false);
  }
}
