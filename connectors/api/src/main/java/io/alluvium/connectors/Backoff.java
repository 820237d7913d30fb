package io.alluvium.connectors;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between attempts after a transient fault: 1 s, 2 s, 4 s, then 8 s each time, and a random
 * part of a quarter of that more, so 1 to 10 s. After three failures in a row the fault is worth
 * telling.
 */
final class Backoff {
  private static final long FIRST_MS = 1_000;
  private static final int DOUBLINGS = 3;
  private static final int JITTER = 4;
  private static final int TELLING = 3;

  private int failures;

  /** Counts a failure; says how long to wait. */
  Duration failed() {
    long least = FIRST_MS << Math.min(failures, DOUBLINGS);
    long millis = least + ThreadLocalRandom.current().nextLong(least / JITTER + 1);
    failures++;
    return Duration.ofMillis(millis);
  }

  /** Whether the failure just counted is the one to record. */
  boolean mustTell() {
    return failures == TELLING;
  }

  /** Ends the row of failures. */
  void succeeded() {
    failures = 0;
  }
}
