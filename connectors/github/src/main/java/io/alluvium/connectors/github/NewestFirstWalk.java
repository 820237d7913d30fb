package io.alluvium.connectors.github;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * Goes back from now to the newest thing of the last pass, for listings that cannot begin at a
 * time. What changes meanwhile moves to the front, so things may be seen twice, and what is new is
 * left to the next pass. The cursor moves when the pass is over.
 */
final class NewestFirstWalk implements Walk {
  private static final Duration OVERLAP = Duration.ofSeconds(1);

  private final URI first;

  NewestFirstWalk(URI first) {
    this.first = first;
  }

  @Override
  public URI page(StreamPosition at) {
    return at.next().isEmpty() ? first : URI.create(at.next());
  }

  @Override
  public boolean isProvedByFirstPage(SeenPage page) {
    return true;
  }

  @Override
  public Step after(StreamPosition at, SeenPage page) {
    var top = at.top().isEmpty() ? page.newest().map(StreamPosition::text).orElse("") : at.top();
    boolean reached =
        page.oldest()
            .filter(oldest -> StreamPosition.text(oldest).compareTo(at.cursor()) < 0)
            .isPresent();
    if (reached || page.next().isEmpty()) {
      var until = top.isEmpty() ? at.cursor() : overlapped(top);
      return Step.end(at.at(until.compareTo(at.cursor()) > 0 ? until : at.cursor(), "", ""));
    }
    return Step.onTo(at.at(at.cursor(), top, page.next().get().toString()));
  }

  private static String overlapped(String top) {
    return StreamPosition.text(Instant.parse(top).minus(OVERLAP));
  }

  // Too deep to go on: the rest is found by the next complete listing, which is due then.
  @Override
  public Step refused(StreamPosition at) {
    return new Step(at.at(overlapped(at.top()), "", "").cutOff(), true, false);
  }
}
