package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GithubSourceConfigTest {
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
}
