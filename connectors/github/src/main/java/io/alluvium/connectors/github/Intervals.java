package io.alluvium.connectors.github;

import java.time.Duration;

/**
 * How often a stream of a repository is looked at.
 *
 * @param poll shortest time between two looks at what changed
 * @param listing time between two complete listings
 * @param confirm time after which a second complete listing confirms that much is gone
 */
record Intervals(Duration poll, Duration listing, Duration confirm) {
  private static final int QUIET_FACTOR = 10;
  private static final int QUIET_PART = 20;

  /**
   * When to look again: the longer nothing has happened, the later.
   *
   * @param quiet for how long nothing has happened
   */
  Duration next(Duration quiet) {
    var relaxed = quiet.dividedBy(QUIET_PART);
    var longest = poll.multipliedBy(QUIET_FACTOR);
    if (relaxed.compareTo(poll) < 0) {
      return poll;
    }
    return relaxed.compareTo(longest) < 0 ? relaxed : longest;
  }
}
