package io.alluvium.topology;

import static io.alluvium.topology.ConversationBed.NOON;
import static io.alluvium.topology.ConversationBed.QUIET;
import static io.alluvium.topology.ConversationBed.deletion;
import static io.alluvium.topology.ConversationBed.reply;
import static io.alluvium.topology.ConversationBed.slack;
import static io.alluvium.topology.ConversationBed.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A window that was summarised is published again when what was said changes. */
final class AmendedConversationsTest {
  private final ConversationBed talk = new ConversationBed();

  @AfterEach
  void close() {
    talk.close();
  }

  @Test
  void amendsWithALateMessageAndNamesWhatItSupersedes() {
    talk.thread(5);
    talk.pass(QUIET);
    var first = talk.summarised(talk.published());
    talk.pass(Duration.ofHours(30));
    talk.send(reply(5));
    talk.pass(QUIET);
    var second = talk.published();
    assertThat(second)
        .singleElement()
        .satisfies(window -> {
          assertThat(texts(window)).hasSize(6);
          assertThat(window.getSupersedes()).contains(first);
        });
  }

  @Test
  void amendsWhatWasEditedAndOnlyIfItSaysSomethingElse() {
    talk.thread(5);
    talk.pass(QUIET);
    talk.summarised(talk.published());
    talk.send(reply(3, e -> e.setContentHash("reaction")));
    talk.pass(QUIET);
    assertThat(talk.published()).isEmpty();
    talk.send(
        reply(
            3,
            e -> {
              e.setContentHash("edit");
              e.setText("edited");
            }));
    talk.pass(QUIET);
    assertThat(talk.published())
        .singleElement()
        .satisfies(w -> assertThat(texts(w)).contains("edited").doesNotContain("text 3"));
  }

  @Test
  void leavesAnEditedMessageWhereItWasSaid() {
    talk.thread(5);
    talk.send(
        reply(
            3,
            e -> {
              e.setText("edited a week later");
              e.setOccurredAt(NOON.plus(Duration.ofDays(7)));
            }));
    talk.pass(QUIET);
    assertThat(talk.published())
        .singleElement()
        .satisfies(window -> {
          assertThat(texts(window))
              .containsExactly("text 0", "text 1", "text 2", "edited a week later", "text 4");
          assertThat(window.getWindowStart()).isEqualTo("2026-11-20T00:00:00Z");
        });
  }

  @Test
  void movesAMessageOfWhichAnEarlierTimeIsLearnt() {
    IntStream.range(0, 6)
        .forEach(i -> talk.send(reply(i, e -> e.setOccurredAt(NOON.plus(Duration.ofDays(1))))));
    talk.send(reply(0, e -> e.setOccurredAt(NOON)));
    talk.pass(QUIET);
    assertThat(talk.published())
        .singleElement()
        .satisfies(window -> {
          assertThat(window.getWindowStart()).isEqualTo("2026-11-21T00:00:00Z");
          assertThat(texts(window)).hasSize(5).doesNotContain("text 0");
        });
  }

  @Test
  void amendsAtOnceWhatWasDeletedAlthoughPeopleGoOnTalking() {
    talk.thread(8);
    talk.pass(QUIET);
    talk.summarised(talk.published());
    talk.pass(QUIET);
    talk.send(deletion(4));
    talk.send(reply(20));
    talk.pass(Duration.ofSeconds(1));
    assertThat(talk.published())
        .singleElement()
        .satisfies(w -> assertThat(texts(w)).hasSize(8).doesNotContain("text 4"));
  }

  @Test
  void withdrawsTheSummaryOfWhatWasDeletedDownToFour() {
    talk.thread(5);
    talk.pass(QUIET);
    talk.summarised(talk.published());
    talk.send(deletion(4));
    talk.pass(QUIET);
    assertThat(talk.published())
        .singleElement()
        .satisfies(w -> assertThat(w.getMessages()).isEmpty());
  }

  @Test
  void findsTheConversationOfADeletionThatDoesNotTell() {
    talk.thread(6);
    talk.send(
        reply(
            2,
            e -> {
              e.setDeleted(true);
              e.setText(null);
              e.setThreadKey(null);
              e.setOccurredAt(NOON.plus(Duration.ofDays(3)));
            }));
    talk.pass(QUIET);
    assertThat(talk.published())
        .singleElement()
        .satisfies(w -> assertThat(texts(w)).hasSize(5).doesNotContain("text 2"));
  }

  @Test
  void takesAMessageOutOfTheThreadItWasMovedFrom() {
    talk.thread(6);
    talk.send(reply(2, e -> e.setThreadKey(slack("99.0"))));
    talk.pass(QUIET);
    assertThat(talk.published())
        .singleElement()
        .satisfies(w -> assertThat(texts(w)).hasSize(5).doesNotContain("text 2"));
  }

  @Test
  void amendsAtMostFiveTimesADay() {
    talk.thread(5);
    talk.pass(QUIET);
    talk.summarised(talk.published());
    for (int i = 0; i < 5; i++) {
      talk.send(reply(10 + i));
      talk.pass(QUIET);
      talk.summarised(talk.published());
    }
    talk.send(reply(30));
    talk.pass(Duration.ofHours(22));
    assertThat(talk.published()).isEmpty();
    talk.pass(Duration.ofHours(2));
    assertThat(talk.published()).singleElement().satisfies(w -> assertThat(texts(w)).hasSize(11));
  }

  @Test
  void waitsForTheSummaryBeforeItAsksForAnother() {
    talk.thread(5);
    talk.pass(QUIET);
    var first = talk.published();
    talk.send(reply(5));
    talk.pass(Duration.ofHours(1));
    assertThat(talk.published()).isEmpty();
    var id = talk.summarised(first);
    talk.pass(Duration.ofSeconds(1));
    assertThat(talk.published())
        .singleElement()
        .satisfies(w -> assertThat(w.getSupersedes()).contains(id));
  }
}
