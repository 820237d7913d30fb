package io.alluvium.topology.conversations;

import java.time.Duration;

/**
 * When what was said is summed up.
 *
 * @param length length of a window; windows lie on a grid that begins at the epoch
 * @param quiet how long nothing must have been said, edited or deleted before a window is
 *     summarised; also the least time between two summaries of one window
 */
public record WindowRules(Duration length, Duration quiet) {
  /** Fewer messages need no summary. */
  static final int LEAST_MESSAGES = 5;

  /** How often a summary is amended within 24 hours. */
  static final int AMENDMENTS_A_DAY = 5;

  /** Most messages of a window that are summarised: the newest. */
  static final int MOST_MESSAGES = 500;

  /** Most characters of a window that are summarised. */
  static final int MOST_CHARACTERS = 100_000;

  /** Days, summarised after ten quiet minutes. */
  public static final WindowRules DEFAULT =
      new WindowRules(Duration.ofDays(1), Duration.ofMinutes(10));

  /**
   * @throws IllegalArgumentException if either is shorter than a millisecond
   */
  public WindowRules {
    if (length.toMillis() < 1 || quiet.toMillis() < 1) {
      throw new IllegalArgumentException(
          "Windows and quiet must last at least 1 ms, were " + length + " and " + quiet);
    }
  }
}
