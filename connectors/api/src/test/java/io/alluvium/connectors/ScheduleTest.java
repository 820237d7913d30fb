package io.alluvium.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScheduleTest {
  private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-20T12:02:30Z");

  @ParameterizedTest
  @CsvSource({
    "continuous, PT0S",
    "30s, PT30S",
    "5m, PT5M",
    "2h, PT2H",
    "1d, PT24H",
    "*/5 * * * *, PT2M30S",
    "0 3 * * *, PT14H57M30S",
  })
  void restsUntilItIsTime(String text, Duration rest) {
    assertThat(Schedule.parse(text).rest(NOW)).isEqualTo(rest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "0m", "every day", "61 * * * *", "* * *"})
  void refusesWhatIsNoSchedule(String text) {
    assertThatThrownBy(() -> Schedule.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhatAScheduleLooksLike() {
    var wrong =
        SourceConfig.definition().validate(java.util.Map.of("schedule", "never")).stream()
            .filter(value -> value.name().equals("schedule"))
            .findFirst()
            .orElseThrow();
    assertThat(wrong.errorMessages()).singleElement().asString().contains("never", "30s, 5m or 2h");
  }
}
