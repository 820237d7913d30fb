package io.alluvium.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class ObservationClockTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.000007Z");

  private final ObservationClock clock = new ObservationClock(Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void countsMicrosecondsAndNeverTheSameTwice() {
    long first = clock.next();
    assertThat(ObservationClock.instant(first)).isEqualTo(NOON);
    assertThat(clock.next()).isEqualTo(first + 1);
  }

  @Test
  void goesOnAfterWhatWasGivenBeforeEvenIfTheSystemClockWasSetBack() {
    long later = clock.next() + 1_000_000_000L;
    clock.continueAfter(later);
    assertThat(clock.next()).isEqualTo(later + 1);
    clock.continueAfter(5);
    assertThat(clock.next()).isEqualTo(later + 2);
  }
}
