package io.alluvium.topology;

import static io.alluvium.topology.ConversationBed.NOON;
import static io.alluvium.topology.ConversationBed.QUIET;
import static io.alluvium.topology.ConversationBed.THREAD;
import static io.alluvium.topology.ConversationBed.event;
import static io.alluvium.topology.ConversationBed.message;
import static io.alluvium.topology.ConversationBed.reply;
import static io.alluvium.topology.ConversationBed.slack;
import static io.alluvium.topology.ConversationBed.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.ConversationWindow;
import io.alluvium.schemas.EntityKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said gathers in windows, and a window is published when it is quiet. */
final class ConversationsTest {
  private final ConversationBed talk = new ConversationBed();

  @AfterEach
  void close() {
    talk.close();
  }

  @Test
  void publishesAThreadAfterTenQuietMinutes() {
    talk.thread(5);
    talk.pass(QUIET.minusSeconds(1));
    assertThat(talk.published()).isEmpty();
    talk.pass(Duration.ofSeconds(1));
    assertThat(talk.published())
        .singleElement()
        .satisfies(window -> {
          assertThat(window.getConversation()).isEqualTo(THREAD);
          assertThat(window.getWindowStart()).isEqualTo("2026-11-20T00:00:00Z");
          assertThat(window.getWindowEnd()).isEqualTo("2026-11-21T00:00:00Z");
          assertThat(texts(window))
              .containsExactly("text 0", "text 1", "text 2", "text 3", "text 4");
          assertThat(window.getOmitted()).isZero();
          assertThat(window.getSupersedes()).isEmpty();
        });
  }

  @Test
  void waitsAgainForQuietWhenSomethingIsSaid() {
    talk.thread(5);
    talk.pass(QUIET.minusMinutes(1));
    talk.send(reply(5));
    talk.pass(QUIET.minusMinutes(1));
    assertThat(talk.published()).isEmpty();
    talk.pass(Duration.ofMinutes(1));
    assertThat(talk.published()).singleElement().satisfies(w -> assertThat(texts(w)).hasSize(6));
  }

  @Test
  void saysNothingOfFewerThanFiveMessages() {
    talk.thread(4);
    talk.pass(Duration.ofDays(2));
    assertThat(talk.published()).isEmpty();
    talk.send(reply(4));
    talk.pass(QUIET);
    assertThat(talk.published()).hasSize(1);
  }

  @Test
  void cutsConversationsAtTheGridByWhenThingsWereSaid() {
    IntStream.range(0, 5).forEach(i -> talk.send(reply(i)));
    IntStream.range(5, 10)
        .forEach(i -> talk.send(reply(i, e -> e.setOccurredAt(NOON.plus(Duration.ofHours(12))))));
    IntStream.range(10, 15)
        .forEach(i -> talk.send(reply(i, e -> e.setOccurredAt(Instant.EPOCH.minusMillis(1)))));
    talk.pass(QUIET);
    assertThat(talk.published())
        .extracting(ConversationWindow::getWindowStart)
        .containsExactlyInAnyOrder(
            Instant.parse("2026-11-20T00:00:00Z"),
            Instant.parse("2026-11-21T00:00:00Z"),
            Instant.parse("1969-12-31T00:00:00Z"));
  }

  @Test
  void takesChannelsForWhatIsSaidOutsideOfThreads() {
    IntStream.range(0, 5)
        .forEach(i -> talk.send(message(slack("7." + i), slack("7." + i), "said " + i)));
    talk.send(reply(1));
    talk.send(reply(2, e -> e.setAttributes(Map.of("subtype", "thread_broadcast"))));
    talk.send(
        message(
            slack("7.9"),
            slack("7.9"),
            "joined",
            e -> e.setAttributes(Map.of("subtype", "channel_join"))));
    talk.pass(QUIET);
    assertThat(talk.published())
        .singleElement()
        .satisfies(window -> {
          assertThat(window.getConversation()).isEqualTo("slack:T1/C1");
          assertThat(texts(window))
              .containsExactlyInAnyOrder(
                  "said 0", "said 1", "said 2", "said 3", "said 4", "text 2");
        });
  }

  @Test
  void takesDiscussionsOfIssuesAndRowsOfOneThread() {
    var issue = EntityKey.githubIssue("github.com", 1, 2).value();
    talk.send(event("issue", issue, issue, "It leaks.", e -> e.setTitle("A leak")));
    IntStream.range(0, 4)
        .forEach(i ->
            talk.send(
                event(
                    "comment",
                    EntityKey.github("github.com", "comment", 1, i).value(),
                    issue,
                    "comment " + i,
                    e -> e.setAttributes(Map.of("created_at", "2026-11-20T12:0" + i + ":00Z")))));
    var ticket = EntityKey.row("s", "d", "public", "tickets", List.of("1")).value();
    IntStream.range(0, 5)
        .forEach(i ->
            talk.send(
                event(
                    "row",
                    EntityKey.row("s", "d", "public", "notes", List.of("" + i)).value(),
                    ticket,
                    "note " + i,
                    e -> {})));
    IntStream.range(0, 6)
        .forEach(i ->
            talk.send(
                event(
                    "job",
                    EntityKey.github("github.com", "job", 1, i).value(),
                    "run:1",
                    "j",
                    e -> {})));
    talk.pass(QUIET);
    var windows = talk.published();
    assertThat(windows)
        .extracting(ConversationWindow::getConversation)
        .containsExactlyInAnyOrder(issue, ticket);
    assertThat(windows.stream().flatMap(w -> texts(w).stream()))
        .contains("A leak\n\nIt leaks.", "comment 3", "note 4");
  }

  @Test
  void boundsMessagesAndCharactersAndSaysSo() {
    IntStream.range(0, 510).forEach(i -> talk.send(reply(i)));
    talk.send(reply(510, e -> e.setText("x".repeat(5_000))));
    talk.pass(QUIET);
    assertThat(talk.published())
        .singleElement()
        .satisfies(window -> {
          assertThat(window.getMessages()).hasSize(500);
          assertThat(window.getOmitted()).isEqualTo(11);
          assertThat(window.getMessages().getLast())
              .satisfies(m -> assertThat(m.getText()).hasSize(4_000))
              .satisfies(m -> assertThat(m.getTruncated()).isTrue());
        });
    IntStream.range(0, 40)
        .forEach(i ->
            talk.send(
                reply(
                    i,
                    e -> {
                      e.setThreadKey(slack("2.0"));
                      e.setText("x".repeat(4_000));
                    })));
    talk.pass(QUIET);
    assertThat(talk.published().stream().filter(w -> w.getConversation().equals(slack("2.0"))))
        .singleElement()
        .satisfies(w -> assertThat(w.getMessages()).hasSize(25))
        .satisfies(w -> assertThat(w.getOmitted()).isEqualTo(15));
  }

  @Test
  void ignoresVersionsThatAreNotCurrentAndTextsOfNothing() {
    talk.thread(4);
    talk.send(reply(4, e -> e.setText("  ")));
    talk.send(reply(5, e -> e.setCurrent(false)));
    talk.pass(QUIET);
    assertThat(talk.published()).isEmpty();
  }
}
