package io.alluvium.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

final class SlackSourceConfigTest {
  @Test
  void refusesAStartThatIsNoDate() {
    assertThatThrownBy(() -> config(Map.of("slack.start", "last week")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not a date");
  }

  @Test
  void refusesAnAddressThatIsNotHttp() {
    assertThatThrownBy(() -> config(Map.of("slack.api.url", "slack.com")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("http");
  }

  @Test
  void takesDatesAndTimes() {
    assertThat(config(Map.of("slack.start", "2026-01-31")).start())
        .isEqualTo(1_769_817_600_000_000L);
    assertThat(config(Map.of("slack.start", "2026-01-31T00:00:01Z")).start())
        .isEqualTo(1_769_817_601_000_000L);
    assertThat(config(Map.of()).start()).isZero();
  }

  @Test
  void neverPrintsTokens() {
    assertThat(config(Map.of("slack.app.token", "xapp-secret")).values().toString())
        .doesNotContain("xoxb-secret", "xapp-secret");
  }

  private static SlackSourceConfig config(Map<String, String> more) {
    var settings = new HashMap<>(Map.of("slack.token", "xoxb-secret"));
    settings.putAll(more);
    return new SlackSourceConfig(settings);
  }
}
