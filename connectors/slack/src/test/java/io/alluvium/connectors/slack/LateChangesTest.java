package io.alluvium.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.slack.SlackOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes after it was read, and what nobody tells of. All without a socket. */
final class LateChangesTest extends Traps {
  @BeforeEach
  void beginWithAnEmptyChannel() {
    begin(SlackOptions.empty());
  }

  @Test
  void findsAReplyToAThreadOfLastYear() {
    var old = slack.postAt(channel, Instant.now().minus(Duration.ofDays(300)), "a question");
    try (var run = run(false)) {
      untilRead(run);
      var late = slack.reply(channel, old, BOB, "at last, an answer");
      untilText(run, late, "at last, an answer");
      assertThat(last(run).get(key(late)).getThreadKey()).contains(key(old));
    }
  }

  @Test
  void findsAReplyToAThreadOfLastYearThatCameWhileItWasDown() {
    var old = slack.postAt(channel, Instant.now().minus(Duration.ofDays(300)), "a question");
    try (var run = run(false)) {
      untilRead(run);
    }
    var late = slack.reply(channel, old, BOB, "at last, an answer");
    try (var run = run(false)) {
      untilText(run, late, "at last, an answer");
      assertEachOnce(run);
    }
  }

  @Test
  void findsAnEditOfAMessageOfLastYear() {
    var old = slack.postAt(channel, Instant.now().minus(Duration.ofDays(300)), "a typo");
    try (var run = run(false)) {
      untilRead(run);
      slack.edit(channel, old, "no typo");
      untilText(run, old, "no typo");
    }
  }

  @Test
  void readsOnlyThreadsThatChangedBetweenSweeps() {
    more.put("slack.sweep.ms", "3600000");
    for (int i = 0; i < 12; i++) {
      var parent = slack.post(channel, ADA, "question " + i);
      slack.reply(channel, parent, BOB, "answer " + i);
    }
    try (var run = run(false)) {
      untilRead(run);
      run.untilClaimed();
      var before = slack.calls("conversations.replies");
      run.untilClaimed().untilClaimed();
      assertThat(slack.calls("conversations.replies")).isEqualTo(before);
      var parent = slack.messages(channel).keySet().stream().sorted().findFirst().orElseThrow();
      var late = slack.reply(channel, parent, ADA, "one more");
      untilText(run, late, "one more");
      run.untilClaimed();
      assertThat(slack.calls("conversations.replies")).isEqualTo(before + 1);
      assertThat(run.claims().get(run.claims().size() - 1).getGuarantees())
          .as("an edit of a reply in a thread not read again would not show")
          .doesNotContain("edits", "replies");
    }
  }

  @Test
  void findsEditsReactionsAndDeletions() {
    var edited = slack.post(channel, ADA, "frist");
    var liked = slack.post(channel, ADA, "a good idea");
    var regretted = slack.post(channel, ADA, "oops");
    postOld(1, 10);
    try (var run = run(false)) {
      untilRead(run);
      slack.edit(channel, edited, "first");
      slack.react(channel, liked, "tada", BOB);
      slack.react(channel, liked, "tada", "U00000003");
      slack.react(channel, liked, "tada", "U00000004");
      slack.delete(channel, regretted);
      untilText(run, edited, "first");
      untilDeleted(run, regretted);
      run.until(() -> last(run).get(key(liked)).getListAttributes().containsKey("reactions"));
      assertThat(last(run).get(key(liked)).getListAttributes())
          .containsEntry("reactions", List.of("tada:3"));
      assertThat(last(run).get(key(regretted)).getDeletion()).contains("inferred");
      assertThat(last(run).get(key(edited)).getVersionOrder().getUpstream())
          .isEqualTo(slack.message(channel, edited).edited());
    }
  }

  @Test
  void findsADeletedReply() {
    var parent = slack.post(channel, ADA, "a question");
    var reply = slack.reply(channel, parent, BOB, "a wrong answer");
    slack.reply(channel, parent, BOB, "a right answer");
    postOld(1, 10);
    try (var run = run(false)) {
      untilRead(run);
      slack.delete(channel, reply);
      untilDeleted(run, reply);
    }
  }

  @Test
  void takesTheTombstoneOfAParentForItsDeletionAndKeepsTheReplies() {
    var parent = slack.post(channel, ADA, "a question");
    var reply = slack.reply(channel, parent, BOB, "an answer");
    try (var run = run(false)) {
      untilRead(run);
      slack.delete(channel, parent);
      untilDeleted(run, parent);
      run.during(Duration.ofMillis(800));
      assertThat(last(run).get(key(parent)).getDeletion()).contains("stated");
      assertThat(last(run).get(key(reply)).getDeletion()).isEmpty();
    }
  }

  @Test
  void asksTwiceBeforeItBelievesThatMostMessagesAreGone() {
    postOld(1, 20);
    try (var run = run(false)) {
      untilRead(run);
      onHistory(
          1, new Fault.Answer(200, Map.of(), "{\"ok\":true,\"messages\":[],\"has_more\":false}"));
      run.until(() -> slack.faults().hits() == 1).during(Duration.ofMillis(1_500));
      assertThat(run.events()).noneMatch(event -> event.getDeletion().isPresent());
    }
  }

  @Test
  void renamingAPersonOrAChannelMakesNoNewVersion() {
    slack.post(channel, ADA, "hello <@U00000002>");
    try (var run = run(false)) {
      untilRead(run);
      var before = hashes(run);
      assertThat(run.events().get(0).getActor().orElseThrow().getName()).contains("User 1");
      assertThat(run.events().get(0).getText()).contains("hello <@U00000002>");
      assertThat(run.events().get(0).getListAttributes())
          .containsEntry("mention_names", List.of("User 2"));
      slack.renameUser(ADA, "Ada Lovelace");
      slack.renameChannel(channel, "everything");
      run.untilClaimed();
      offsets.reset();
      assertThat(hashes(run)).isEqualTo(before);
    }
    try (var again = run(false)) {
      untilRead(again);
      assertThat(again.events().get(0).getActor().orElseThrow().getName()).contains("Ada Lovelace");
      assertThat(again.events().get(0).getAttributes()).containsEntry("channel_name", "everything");
      assertThat(again.events().get(0).getScope()).isEqualTo(channel);
    }
  }
}
