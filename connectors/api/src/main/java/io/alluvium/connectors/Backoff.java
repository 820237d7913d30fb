package io.alluvium.connectors;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between attempts after a transient fault: 1 s, 2 s, 4 s and so on up to 10 s, each with
 * jitter of half its length. After three failures in a row the fault is worth telling.
 */
final class Backoff {
  private static final long FIRST_MS = 1_000;
  private static final long LONGEST_MS = 10_000;
  private static final int TELLING = 3;

  private int failures;

  /** Counts a failure; says how long to wait. */
  Duration failed() {
    long full = Math.min(LONGEST_MS, FIRST_MS << Math.min(failures, 10));
    long millis = full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
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
