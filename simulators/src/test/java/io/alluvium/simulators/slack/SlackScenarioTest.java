package io.alluvium.simulators.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.simulators.scenario.ScenarioException;
import io.alluvium.simulators.slack.scenario.SlackScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SlackScenarioTest {
  private static final String EVERYTHING =
      """
      limits: capped
      generate: {messages: 100, channels: 2, days: 3}
      people: {U00000001: Ada}
      channels:
        - name: ops
          messages:
            - user: U00000001
              text: Who has the sample?
              at: 2026-01-31T08:00:00Z
              reactions: {eyes: [U00000002]}
              files: [plan.txt]
              edited: true
              replies: [{user: U00000002, text: Me., broadcast: true}]
        - {name: board, private: true, member: false}
        - {name: old, archived: true}
      activity: {every: PT1H}
      faults:
        - {request: GET auth.test, times: 1, error: account_inactive}
        - {request: GET auth.test, times: 1, rateLimited: 9}
        - {request: GET auth.test, times: 1, rateLimited: 8, status: 200}
        - {request: GET auth.test, times: 1, rotateToken: xoxb-other}
        - {request: GET users.list, times: 1, status: 503, body: Later}
      """;

  @Test
  void setsUpAllThatItNames() {
    try (var slack = SlackScenario.parse(EVERYTHING).start(0)) {
      var channels = slack.channels();
      assertThat(channels).hasSize(5);
      var parent = slack.messages(channels.get(2)).get("1769846400.000000");
      assertThat(parent.text()).isEqualTo("Who has the sample?");
      assertThat(parent.reactions()).isEqualTo(Map.of("eyes", List.of("U00000002")));
      assertThat(parent.files()).containsExactly("plan.txt");
      assertThat(parent.edited()).isPositive();
      assertThat(slack.messages(channels.get(2)).values())
          .filteredOn(message -> message.thread() == parent.ts())
          .singleElement()
          .satisfies(reply -> assertThat(reply.subtype()).isEqualTo(SlackMessage.BROADCAST));
    }
  }

  @Test
  void goesWrongAsItSays() {
    try (var slack = SlackScenario.parse(EVERYTHING).start(0)) {
      var client = new SlackClient(slack);
      assertThat(client.call("auth.test").path("error").asText()).isEqualTo("account_inactive");
      assertThat(client.get("auth.test", SlackOptions.TOKEN).statusCode()).isEqualTo(429);
      assertThat(client.call("auth.test").path("error").asText()).isEqualTo("ratelimited");
      assertThat(client.call("auth.test").path("error").asText()).isEqualTo("invalid_auth");
      assertThat(client.get("users.list", "xoxb-other").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void readsTheExampleOfItsPage() throws IOException {
    var page = Files.readString(Path.of("../docs/simulators.md"));
    var example = page.substring(page.lastIndexOf("```yaml") + 7);
    try (var slack = SlackScenario.parse(example.substring(0, example.indexOf("```"))).start(0)) {
      assertThat(slack.faults().rules()).hasSize(4);
      assertThat(slack.messages(slack.channels().get(slack.channels().size() - 1)).values())
          .allMatch(message -> message.ts() / 1_000_000 < Instant.now().getEpochSecond());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit: tiers",
        "limits: some",
        "channels: [{private: true}]",
        "channels: [{name: ops, messages: [{text: Hm, at: soon}]}]",
        "faults: [{request: GET auth.test}]",
        "faults: [{request: GET auth.test, missingScope: repo}]",
        "{"
      })
  void refusesWhatItDoesNotUnderstand(String wrong) {
    assertThatThrownBy(() -> SlackScenario.parse(wrong).start(0))
        .isInstanceOf(ScenarioException.class);
  }
}
