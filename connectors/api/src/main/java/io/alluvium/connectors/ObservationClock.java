package io.alluvium.connectors;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Numbers what a source observes: microseconds since 1970, each at least one more than the last,
 * also over restarts and when the system's clock is set back.
 */
final class ObservationClock {
  private final Clock clock;
  private long last;

  ObservationClock(Clock clock) {
    this.clock = clock;
  }

  /** Continues after a number that was given before. */
  void continueAfter(long observation) {
    last = Math.max(last, observation);
  }

  /** The next number. */
  long next() {
    last = Math.max(last + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    return last;
  }

  /** The time a number stands for. */
  static Instant instant(long observation) {
    return Instant.EPOCH.plus(observation, ChronoUnit.MICROS);
  }
}
