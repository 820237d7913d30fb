package io.alluvium.connectors.github;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Goes from a time on to now, oldest change first. After each page it asks anew from the last time
 * on that page, a second less: so nothing is passed over when things move to the end while they are
 * listed. Only where one page does not reach beyond a second are links followed, and then the
 * stretch is gone through until nothing new turns up.
 */
final class SinceWalk implements Walk {
  private static final Duration OVERLAP = Duration.ofSeconds(1);

  private final Function<String, URI> since;
  private int newsOnLinks;

  /**
   * @param since address of the listing from a time on; of all of it for an empty one
   */
  SinceWalk(Function<String, URI> since) {
    this.since = since;
  }

  @Override
  public URI page(StreamPosition at) {
    return at.next().isEmpty() ? since.apply(at.cursor()) : URI.create(at.next());
  }

  // What is new comes last: a first page that stays the same proves nothing about the others.
  @Override
  public boolean isProvedByFirstPage(SeenPage page) {
    return page.next().isEmpty();
  }

  @Override
  public Step after(StreamPosition at, SeenPage page) {
    boolean onLinks = !at.next().isEmpty();
    newsOnLinks += onLinks ? page.news() : 0;
    var cursor = further(at.cursor(), page.newest());
    if (page.next().isEmpty()) {
      if (onLinks && newsOnLinks > 0) {
        newsOnLinks = 0;
        return Step.onTo(at.at(at.cursor(), "", ""));
      }
      return Step.end(at.at(cursor, "", ""));
    }
    if (!onLinks && !cursor.equals(at.cursor())) {
      return Step.onTo(at.at(cursor, "", ""));
    }
    return Step.onTo(at.at(at.cursor(), "", page.next().get().toString()));
  }

  private static String further(String cursor, Optional<Instant> newest) {
    var anchor = newest.map(time -> StreamPosition.text(time.minus(OVERLAP))).orElse(cursor);
    return anchor.compareTo(cursor) > 0 ? anchor : cursor;
  }

  @Override
  public Step refused(StreamPosition at) {
    return Step.onTo(at.at(at.cursor(), "", ""));
  }
}
