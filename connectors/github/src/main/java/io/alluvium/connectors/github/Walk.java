package io.alluvium.connectors.github;

import java.net.URI;

/** The way of a stream from what was read to what there is now, page by page. */
interface Walk {
  /**
   * Where a page leads.
   *
   * @param at where to go on
   * @param ended whether the pass is over
   * @param complete whether a pass that is over has seen everything that changed since the last
   */
  record Step(StreamPosition at, boolean ended, boolean complete) {
    static Step onTo(StreamPosition at) {
      return new Step(at, false, false);
    }

    static Step end(StreamPosition at) {
      return new Step(at, true, true);
    }
  }

  /** Address of the page a position is at. */
  URI page(StreamPosition at);

  /** Whether the first page cannot stay the same while something later in the listing changes. */
  boolean isProvedByFirstPage(SeenPage page);

  /** Where to go on after a page was worked off. */
  Step after(StreamPosition at, SeenPage page);

  /** Where to go on after GitHub refused the page by its address: a link expired, or too deep. */
  Step refused(StreamPosition at);
}
