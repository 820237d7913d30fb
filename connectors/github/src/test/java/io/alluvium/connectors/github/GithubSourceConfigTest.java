package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

final class GithubSourceConfigTest {
  private static final Path DOCUMENT = Path.of("../../docs/connectors/github.md");

  @Test
  void documentsEverySetting() throws IOException {
    var document = Files.readString(DOCUMENT);
    assertThat(document.lines().filter(line -> line.startsWith("| `")).toList())
        .as("rows of the table of settings in %s; they should be:%n%s", DOCUMENT, table())
        .containsAll(table().lines().toList());
  }

  @Test
  void readsADayAndATimeToStartFrom() {
    assertThat(config("github.start", "2026-01-31").start())
        .contains(Instant.parse("2026-01-31T00:00:00Z"));
    assertThat(config("github.start", "2026-01-31T08:00:00Z").start())
        .contains(Instant.parse("2026-01-31T08:00:00Z"));
    assertThat(config("github.start", "").start()).isEmpty();
  }

  @Test
  void takesSeveralTokensApart() {
    assertThat(config("github.tokens", "one, two,").tokens()).containsExactly("one", "two");
    assertThat(config("github.tokens", "one").values().toString()).doesNotContain("one");
  }

  @Test
  void knowsTheHostThatPeopleKnow() {
    assertThat(Hosts.of(config("github.api.url", "https://api.github.com").apiUrl()))
        .isEqualTo("github.com");
    var server = config("github.api.url", "https://code.acme.org/api/v3/").apiUrl();
    assertThat(Hosts.of(server)).isEqualTo("code.acme.org");
    assertThat(Hosts.graphql(server)).hasToString("https://code.acme.org/api/graphql");
  }

  @Test
  void looksLessOftenWhereNothingHappens() {
    var intervals = config("github.poll.ms", "60000").intervals();
    assertThat(intervals.next(Duration.ZERO)).isEqualTo(Duration.ofMinutes(1));
    assertThat(intervals.next(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(3));
    assertThat(intervals.next(Duration.ofDays(30))).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void keepsMirrorsOfTwoSourcesApart() {
    var settings = new HashMap<>(Map.of("github.mirror.dir", "/mirrors", "name", "a/b c"));
    assertThat(new GithubSourceConfig(settings).mirrors()).hasToString("/mirrors/a_b_c");
  }

  private static GithubSourceConfig config(String setting, String value) {
    return new GithubSourceConfig(Map.of(setting, value));
  }

  private static String table() {
    var keys = new ArrayList<>(GithubSourceConfig.DEFINITION.configKeys().values());
    keys.sort((a, b) -> a.name.compareTo(b.name));
    return keys.stream().map(GithubSourceConfigTest::row).collect(Collectors.joining("\n"));
  }

  private static String row(ConfigDef.ConfigKey key) {
    var byDefault =
        key.hasDefault()
            ? "`" + ConfigDef.convertToString(key.defaultValue, key.type) + "`"
            : "required";
    return "| `%s` | %s | %s | %s |"
        .formatted(
            key.name,
            key.type.name().toLowerCase(Locale.ROOT),
            byDefault.equals("``") || key.type == ConfigDef.Type.PASSWORD ? "empty" : byDefault,
            key.documentation);
  }
}
