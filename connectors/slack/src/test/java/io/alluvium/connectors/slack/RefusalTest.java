package io.alluvium.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.schemas.Gap;
import io.alluvium.schemas.RawEvent;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.slack.SlackFaults;
import io.alluvium.simulators.slack.SlackOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RefusalTest extends Traps {
  @BeforeEach
  void beginWithAMessage() {
    begin(SlackOptions.empty());
    slack.post(channel, ADA, "hello");
  }

  @Test
  void saysThatTheTokenIsWrong() {
    more.put("slack.token", "xoxb-another");
    assertThat(errors())
        .containsExactly(
            "Slack does not accept the token (invalid_auth). Install the app again and give its new"
                + " token");
  }

  @Test
  void saysThatTheAppLevelTokenIsWrong() {
    more.put("slack.app.token", "xapp-another");
    assertThat(errors()).singleElement().asString().contains("invalid_auth");
  }

  @Test
  void saysWhichScopeIsMissing() {
    slack
        .faults()
        .add(
            "GET",
            "conversations.list",
            1,
            new Fault.Answer(
                200,
                Map.of(),
                "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"channels:read\"}"));
    assertThat(errors()).singleElement().asString().contains("missing_scope", "channels:read");
  }

  @Test
  void saysThatSlackCannotBeReached() {
    slack.faults().add("GET", "auth.test", 9, new Fault.Reset());
    assertThat(errors()).singleElement().asString().contains("cannot be reached");
  }

  @Test
  void saysThatNoChannelIsSelected() {
    more.put("slack.channels.include", "genral");
    assertThat(errors()).singleElement().asString().startsWith("No channel that the token can see");
  }

  @Test
  void stopsWhenTheAccountIsDeactivated() {
    try (var run = run(false)) {
      untilRead(run);
      onHistory(Integer.MAX_VALUE, SlackFaults.error("account_inactive"));
      assertThatThrownBy(() -> run.during(Duration.ofSeconds(30)))
          .hasMessageContaining("CREDENTIALS_REJECTED")
          .hasMessageContaining("account_inactive");
    }
  }

  @Test
  void readsOtherChannelsWhenItIsThrownOutOfOne() {
    var other = slack.createChannel("random", false);
    try (var run = run(false)) {
      untilRead(run);
      slack.leave(channel);
      var ts = slack.post(other, ADA, "over here");
      run.until(() -> keys(run).contains(key(other, ts)));
      run.until(() -> run.gaps().stream().anyMatch(RefusalTest::isOpenPermission));
      assertThat(run.events()).noneMatch(event -> event.getDeletion().isPresent());
    }
  }

  private static boolean isOpenPermission(Gap gap) {
    return gap.getReason().equals("PERMISSION_MISSING") && gap.getClosedAt().isEmpty();
  }

  @Test
  void givesUpOneThreadForNowAndReadsAllOthers() {
    var broken = slack.post(channel, ADA, "a thread that makes Slack ill");
    slack.reply(channel, broken, BOB, "unreadable");
    var fine = slack.post(channel, ADA, "another thread");
    var reply = slack.reply(channel, fine, BOB, "readable");
    slack
        .faults()
        .add(
            "GET",
            "conversations.replies.*ts=" + broken,
            Integer.MAX_VALUE,
            new Fault.Answer(500, Map.of(), ""));
    try (var run = run(false)) {
      untilText(run, reply, "readable");
      run.until(() -> run.gaps().stream().anyMatch(gap -> gap.getFrom().contains(broken)));
    }
    slack.faults().clear();
    // What had failed is tried at once after a restart.
    try (var run = run(false)) {
      run.until(() ->
          run.events().stream()
              .anyMatch(e -> e.getText().filter("unreadable"::equals).isPresent()));
      run.until(() -> run.gaps().stream().anyMatch(gap -> gap.getClosedAt().isPresent()));
    }
  }

  @Test
  void readsAThreadOfLastYearAfterAllThatItHadGivenUp() {
    var old = slack.postAt(channel, Instant.now().minus(Duration.ofDays(300)), "a question");
    var reply =
        slack.replyAt(channel, old, Instant.now().minus(Duration.ofDays(299)), "an old answer");
    slack
        .faults()
        .add(
            "GET", "conversations.replies", Integer.MAX_VALUE, new Fault.Answer(500, Map.of(), ""));
    try (var run = run(false)) {
      run.until(() -> run.gaps().stream().anyMatch(gap -> gap.getFrom().contains(old)));
      run.untilClaimed();
    }
    slack.faults().clear();
    try (var run = run(false)) {
      untilText(run, reply, "an old answer");
    }
  }

  @Test
  void followsPrivateChannelsOnlyWhenToldToAndMarksThem() {
    var secret = slack.createChannel("board", true);
    var ts = slack.post(secret, ADA, "nobody must know");
    try (var run = run(false)) {
      run.untilClaimed().untilClaimed();
      assertThat(keys(run)).doesNotContain(key(secret, ts));
    }
    offsets.clear();
    more.put("slack.channels.private", "true");
    try (var run = run(false)) {
      untilRead(run);
      assertThat(last(run).get(key(secret, ts)).getVisibility()).isEqualTo("private");
      assertThat(run.events())
          .filteredOn(event -> event.getScope().equals(channel))
          .extracting(RawEvent::getVisibility)
          .containsOnly("public");
    }
  }

  @Test
  void followsDirectMessagesOnlyWhenToldToAndMarksThem() {
    var direct = slack.createDirect(ADA);
    var ts = slack.post(direct, ADA, "between you and me");
    try (var run = run(false)) {
      run.untilClaimed().untilClaimed();
      assertThat(keys(run)).doesNotContain(key(direct, ts));
    }
    offsets.clear();
    more.put("slack.channels.direct", "true");
    try (var run = run(true)) {
      untilRead(run);
      assertThat(last(run).get(key(direct, ts)).getVisibility()).isEqualTo("private");
      var answer = slack.post(direct, BOB, "and nobody else");
      run.until(() -> keys(run).contains(key(direct, answer)));
      assertThat(last(run).get(key(direct, answer)).getVisibility()).isEqualTo("private");
    }
  }

  @Test
  void readsMessagesAlthoughItMayNotSeeNames() {
    slack.faults().add("GET", "/users\\.", Integer.MAX_VALUE, SlackFaults.error("missing_scope"));
    try (var run = run(false)) {
      untilRead(run);
      assertThat(run.events())
          .allSatisfy(event -> assertThat(event.getActor().orElseThrow().getId()).isEqualTo(ADA));
    }
  }

  @Test
  void namesChannelsOfAnEnterpriseByTheEnterprise() {
    slack.close();
    begin(SlackOptions.empty().within("E0ENTERPRISE"));
    var ts = slack.post(channel, ADA, "shared among workspaces");
    try (var run = run(false)) {
      run.until(() -> !run.events().isEmpty());
      assertThat(run.events().get(0).getEntityKey())
          .isEqualTo("slack:E0ENTERPRISE/" + channel + "/" + ts);
    }
  }

  @Test
  void choosesChannelsByNameOrId() throws IOException {
    slack.createChannel("eng-core", false);
    slack.createChannel("eng-secret", false);
    slack.createChannel("random", false);
    assertThat(scopes(Map.of("slack.channels.include", "eng-*"))).hasSize(2);
    assertThat(
            scopes(
                Map.of(
                    "slack.channels.include",
                    "#eng-*," + channel,
                    "slack.channels.exclude",
                    "*-secret")))
        .hasSize(2)
        .contains(channel + " public 2");
    slack.leave(channel);
    assertThat(scopes(Map.of())).noneMatch(line -> line.startsWith(channel));
    assertThat(scopes(Map.of("slack.channels.include", "general"))).hasSize(1);
  }

  @Test
  void joinsWhatItIsToldToJoin() {
    slack.leave(channel);
    more.put("slack.channels.include", "general");
    more.put("slack.channels.join", "true");
    try (var run = run(false)) {
      untilRead(run);
      assertThat(slack.calls("conversations.join")).isEqualTo(1);
    }
  }

  @Test
  void readsAnArchivedChannel() {
    slack.archive(channel);
    try (var run = run(false)) {
      untilRead(run);
    }
  }

  @Test
  void keepsItsTokensToItself() {
    more.put("slack.app.token", "xapp-wrong-secret-token");
    slack.faults().add("GET", "conversations.history", 3, new Fault.Reset());
    try (var run = run(false)) {
      untilRead(run);
      assertThat(run.sent().toString() + offsets.all() + errors())
          .doesNotContain(SlackOptions.TOKEN, "xapp-wrong-secret-token");
    }
  }

  private List<String> scopes(Map<String, String> chosen) throws IOException {
    var settings = new HashMap<>(SimulatedSlack.settings(slack, false));
    settings.putAll(chosen);
    return new SlackSource().scopes(new SlackSourceConfig(settings)).orElseThrow();
  }

  private List<String> errors() {
    var settings = new HashMap<>(SimulatedSlack.settings(slack, false));
    settings.put("name", "under-test");
    settings.putAll(more);
    return new SlackSourceConnector()
        .validate(settings).configValues().stream()
            .flatMap(value -> value.errorMessages().stream())
            .toList();
  }
}
