package io.alluvium.models.llm;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Leaves a server alone that failed several times in a row: for a while nobody asks, then one asks,
 * and its outcome decides. Each vain try doubles the while. Thread-safe.
 */
final class CircuitBreaker {
  static final int FAILURES = 5;
  static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final InstantSource clock;
  private int failures;
  private Duration pause = FIRST_PAUSE;
  private long openUntil;

  CircuitBreaker(InstantSource clock) {
    this.clock = clock;
  }

  /** True if one may ask now; while the circuit is open, once per pause. */
  synchronized boolean mayAsk() {
    if (failures < FAILURES) {
      return true;
    }
    if (clock.millis() < openUntil) {
      return false;
    }
    openUntil = clock.millis() + pause.toMillis();
    return true;
  }

  synchronized boolean isOpen() {
    return failures >= FAILURES;
  }

  synchronized void succeeded() {
    failures = 0;
    pause = FIRST_PAUSE;
  }

  synchronized void failed() {
    failures++;
    if (failures > FAILURES) {
      var doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
    if (failures >= FAILURES) {
      openUntil = clock.millis() + pause.toMillis();
    }
  }
}
