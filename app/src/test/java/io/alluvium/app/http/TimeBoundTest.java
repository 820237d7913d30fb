package io.alluvium.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeBoundTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "90s, 2026-11-20T11:58:30Z",
    "30m, 2026-11-20T11:30:00Z",
    "24h, 2026-11-19T12:00:00Z",
    "7d, 2026-11-13T12:00:00Z",
    "2w, 2026-11-06T12:00:00Z",
    "2026-11-01, 2026-11-01T00:00:00Z",
    "2026-11-01T10:00:00Z, 2026-11-01T10:00:00Z"
  })
  void readsAgesDatesAndInstants(String text, Instant expected) {
    assertThat(TimeBound.parse(text, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "7", "-7d", "9999999999d", "+900000000-01-01T00:00:00Z"})
  void refusesOthersAndNamesThem(String text) {
    assertThatThrownBy(() -> TimeBound.parse(text, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void reachesFartherBackThanAnyoneNeeds() {
    assertThat(TimeBound.parse("999999w", NOW)).isBefore(Instant.EPOCH);
  }
}
