package io.alluvium.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.RawEvent;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultRule;
import io.alluvium.simulators.slack.SlackOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FirstReadingTest extends Traps {
  @BeforeEach
  void beginWithAYearOfMessages() {
    begin(SlackOptions.empty().generated(700, 2));
    more.put("slack.page.size", "20");
  }

  @Test
  void readsEveryMessageAndEveryReplyOfManyPages() {
    try (var run = run(false)) {
      untilRead(run);
      assertThat(keys(run)).isEqualTo(truth());
      assertEachOnce(run);
      assertThat(slack.calls("conversations.history")).isGreaterThan(20);
    }
  }

  @Test
  void goesOnWhereItStoppedAndPublishesNothingTwice() {
    var published = new HashSet<String>();
    int events = 0;
    for (int stops = 0; !published.containsAll(truth()); stops++) {
      assertThat(stops).as("stops until everything was published").isLessThan(100);
      try (var run = run(false)) {
        run.until(() -> !run.events().isEmpty() || published.containsAll(truth()));
        run.pollUncommitted();
        published.addAll(keys(run));
        events += run.events().size();
      }
    }
    assertThat(events).isEqualTo(published.size());
  }

  @Test
  void provesAReadingThatWasInterruptedAsOfItsBeginning() {
    try (var run = run(false)) {
      run.until(() -> run.events().size() > 100);
    }
    var interrupted = Instant.now();
    try (var run = run(false)) {
      untilClaimed(run, 3);
      assertThat(run.claims())
          .filteredOn(claim -> !claim.getScope().equals(channel))
          .anyMatch(claim -> claim.getAsOf().isBefore(interrupted));
    }
  }

  @Test
  void goesOnBelowTheOldestMessageWhenTheCursorHasExpired() {
    try (var run = run(false)) {
      run.until(() -> run.events().size() > 100);
      slack.expireCursors();
      untilRead(run);
      assertThat(keys(run)).isEqualTo(truth());
      assertEachOnce(run);
    }
  }

  @Test
  void findsTheCursorExpiredAfterARestart() {
    var published = new HashSet<String>();
    try (var run = run(false)) {
      run.until(() -> run.events().size() > 100);
      published.addAll(keys(run));
    }
    slack.expireCursors();
    try (var run = run(false)) {
      run.until(() -> {
        published.addAll(keys(run));
        return published.containsAll(truth());
      });
    }
    assertThat(published).isEqualTo(truth());
  }

  @Test
  void readsAPageAgainThatWasCutOff() {
    onHistory(2, new Fault.Truncate(50));
    try (var run = run(false)) {
      untilRead(run);
      assertThat(keys(run)).isEqualTo(truth());
      assertEachOnce(run);
    }
  }

  @Test
  void losesNothingWhenAPageInTheMiddleFails() {
    slack
        .faults()
        .add(FaultRule.on("GET", "conversations.history", new Fault.Reset()).after(5).times(1));
    try (var run = run(false)) {
      untilRead(run);
      assertThat(keys(run)).isEqualTo(truth());
    }
  }

  @Test
  void isNotLedAstrayByMessagesThatArriveBetweenTwoPages() {
    onHistory(5, new Fault.Change(() -> slack.post(channel, ADA, "meanwhile")));
    slack
        .faults()
        .add(
            "GET",
            "conversations.replies",
            3,
            new Fault.Change(() -> slack.post(slack.channels().get(0), ADA, "meanwhile")));
    try (var run = run(false)) {
      untilRead(run);
      assertThat(keys(run)).isEqualTo(truth());
      assertEachOnce(run);
    }
  }

  @Test
  void beginsAtTheStartDate() {
    more.put("slack.start", Instant.now().minus(Duration.ofDays(100)).toString());
    try (var run = run(false)) {
      untilClaimed(run, 3);
      assertThat(run.events()).isNotEmpty();
      assertThat(run.events())
          .extracting(RawEvent::getOccurredAt)
          .allMatch(at -> at.isAfter(Instant.now().minus(Duration.ofDays(101))));
    }
  }

  @Test
  void readsWhatIsOlderWhenTheStartDateIsMovedBack() {
    more.put("slack.start", Instant.now().minus(Duration.ofDays(100)).toString());
    var published = new ArrayList<String>();
    try (var run = run(false)) {
      untilClaimed(run, 3);
      run.events().forEach(event -> published.add(event.getEntityKey()));
    }
    more.remove("slack.start");
    assertThat(published).hasSizeLessThan(300);
    try (var run = run(false)) {
      run.until(() -> {
        var all = new HashSet<>(keys(run));
        all.addAll(published);
        return all.containsAll(truth());
      });
      run.events().forEach(event -> published.add(event.getEntityKey()));
    }
    assertThat(published).doesNotHaveDuplicates();
  }

  @Test
  void claimsEverythingUpToTheMomentTheReadingBegan() {
    try (var run = run(false)) {
      untilRead(run);
      assertThat(run.claims().get(0).getFrom()).isEmpty();
      assertThat(run.claims().get(0).getGuarantees())
          .containsExactly("creations", "deletions", "edits", "replies");
    }
  }

  @Test
  void publishesNothingTwiceWhenAReplyIsShownInTheChannelToo() {
    var parent = slack.post(channel, ADA, "a question");
    slack.broadcast(channel, parent, BOB, "an answer for all");
    try (var run = run(false)) {
      untilRead(run);
      run.during(Duration.ofMillis(500));
      assertEachOnce(run);
      assertThat(run.events())
          .filteredOn(event -> event.getText().filter("an answer for all"::equals).isPresent())
          .singleElement()
          .satisfies(event -> {
            assertThat(event.getThreadKey()).contains(key(parent));
            assertThat(event.getAttributes()).containsEntry("subtype", "thread_broadcast");
          });
    }
  }

  @Test
  void namesFilesAndPeopleBesideTheirIds() {
    var ts = slack.upload(channel, ADA, "see, <@U00000002>", List.of("plan.txt", "budget.ods"));
    try (var run = run(false)) {
      untilRead(run);
      var event = last(run).get(key(ts));
      assertThat(event.getListAttributes())
          .containsEntry("file_names", List.of("plan.txt", "budget.ods"))
          .containsEntry("mentions", List.of(BOB))
          .containsEntry("mention_names", List.of("User 2"));
      assertThat(event.getListAttributes().get("files")).hasSize(2);
      assertThat(event.getActor().orElseThrow().getId()).isEqualTo(ADA);
      assertThat(event.getActor().orElseThrow().getName()).contains("User 1");
    }
  }

  @Test
  void showsHowFarItIs() {
    try (var run = run(false)) {
      untilRead(run);
      assertThat(run.gaps())
          .filteredOn(gap -> gap.getReason().equals("NOT_READ_YET"))
          .anyMatch(gap -> gap.getClosedAt().isPresent());
    }
  }

  @Test
  void leavesOutWhatIsNotSaidByAnybody() {
    slack.postSubtype(channel, ADA, "<@U00000001> has joined the channel", "channel_join");
    try (var run = run(false)) {
      untilSevenHundred(run);
      assertThat(run.events())
          .noneMatch(event -> event.getAttributes().containsValue("channel_join"));
    }
  }

  private void untilSevenHundred(TaskRun run) {
    untilClaimed(run, 3);
    assertThat(List.copyOf(keys(run))).hasSize(700);
  }
}
