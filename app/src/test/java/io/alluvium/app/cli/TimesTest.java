package io.alluvium.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimesTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-20T11:59:31Z, just now",
    "2026-11-20T11:59:00Z, 1 minute ago",
    "2026-11-20T11:01:00Z, 59 minutes ago",
    "2026-11-20T10:00:00Z, 2 hours ago",
    "2026-11-14T12:00:00Z, 6 days ago",
    "2026-11-13T12:00:00Z, 2026-11-13 12:00",
    "2012-01-02T03:04:05.123456Z, 2012-01-02 03:04",
    "2026-11-20T12:00:01Z, 2026-11-20 12:00",
    "yesterday, ''",
    "'', ''",
  })
  void saysHowLongAgo(String instant, String expected) {
    assertThat(new Times(Screen.plain().clock()).ago(instant)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"90s, PT90S", "90m, PT90M", "12h, PT12H", "7d, P7D", "2w, P14D", "' 7D ', P7D"})
  void readsALengthOfTime(String text, Duration expected) {
    assertThat(Since.parse(text).length()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "d", "7 days", "-7d", "7.5d", "1234567d", "7y"})
  void refusesWhatIsNoLengthOfTime(String text) {
    assertThatThrownBy(() -> Since.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 7d");
  }

  @Test
  void smoothsARate() {
    var rate = new Rate();
    assertThat(rate.of(0, 1_000_000_000L)).isZero();
    assertThat(rate.of(100, 2_000_000_000L)).isEqualTo(100);
    assertThat(rate.of(300, 3_000_000_000L)).isEqualTo(110);
    assertThat(rate.of(0, 9_000_000_000L)).isBetween(0L, 109L);
  }
}
