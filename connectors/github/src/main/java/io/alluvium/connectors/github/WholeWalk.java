package io.alluvium.connectors.github;

import java.net.URI;

/** Goes through a whole listing every time, for things that are few and have no order of change. */
final class WholeWalk implements Walk {
  private final URI first;

  WholeWalk(URI first) {
    this.first = first;
  }

  @Override
  public URI page(StreamPosition at) {
    return at.next().isEmpty() ? first : URI.create(at.next());
  }

  @Override
  public boolean isProvedByFirstPage(SeenPage page) {
    return page.next().isEmpty();
  }

  @Override
  public Step after(StreamPosition at, SeenPage page) {
    return page.next()
        .map(next -> Step.onTo(at.at(at.cursor(), "", next.toString())))
        .orElseGet(() -> Step.end(at.at(at.cursor(), "", "")));
  }

  @Override
  public Step refused(StreamPosition at) {
    return new Step(at.at(at.cursor(), "", ""), true, false);
  }
}
