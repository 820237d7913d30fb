package io.alluvium.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

final class SlackSourceConfigTest {
  private static final Path DOCUMENT = Path.of("../../docs/connectors/slack.md");

  @Test
  void documentsEverySetting() throws IOException {
    var document = Files.readString(DOCUMENT);
    assertThat(document.lines().filter(line -> line.startsWith("| `")).toList())
        .as("rows of the table of settings in %s; they should be:%n%s", DOCUMENT, table())
        .containsAll(table().lines().toList());
  }

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

  private static String table() {
    var keys = new ArrayList<>(SlackSettings.DEFINITION.configKeys().values());
    keys.sort((a, b) -> a.name.compareTo(b.name));
    return keys.stream().map(SlackSourceConfigTest::row).collect(Collectors.joining("\n"));
  }

  private static String row(ConfigDef.ConfigKey key) {
    var byDefault =
        key.hasDefault() && key.defaultValue != null
            ? "`" + ConfigDef.convertToString(key.defaultValue, key.type) + "`"
            : key.hasDefault() ? "empty" : "required";
    return "| `%s` | %s | %s | %s |"
        .formatted(
            key.name,
            key.type.name().toLowerCase(Locale.ROOT),
            byDefault.equals("``") ? "empty" : byDefault,
            key.documentation);
  }
}
