package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Actor;
import io.alluvium.schemas.ConversationMessage;
import io.alluvium.schemas.ConversationWindow;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.VersionOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said gathers in windows, and a window is published when it is quiet. */
final class ConversationsTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration QUIET = Duration.ofMinutes(10);
  private static final String THREAD = slack("1.0");

  private final TestStream stream = TestStream.enrich(List.of(), Duration.ofSeconds(5));
  private int summaries;

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void publishesAThreadAfterTenQuietMinutes() {
    thread(5);
    stream.pass(QUIET.minusSeconds(1));
    assertThat(published()).isEmpty();
    stream.pass(Duration.ofSeconds(1));
    assertThat(published())
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
    thread(5);
    stream.pass(QUIET.minusMinutes(1));
    stream.send(reply(5));
    stream.pass(QUIET.minusMinutes(1));
    assertThat(published()).isEmpty();
    stream.pass(Duration.ofMinutes(1));
    assertThat(published()).singleElement().satisfies(w -> assertThat(texts(w)).hasSize(6));
  }

  @Test
  void saysNothingOfFewerThanFiveMessages() {
    thread(4);
    stream.pass(Duration.ofDays(2));
    assertThat(published()).isEmpty();
    stream.send(reply(4));
    stream.pass(QUIET);
    assertThat(published()).hasSize(1);
  }

  @Test
  void cutsConversationsAtTheGridByWhenThingsWereSaid() {
    IntStream.range(0, 5).forEach(i -> stream.send(reply(i)));
    IntStream.range(5, 10)
        .forEach(i -> stream.send(reply(i, e -> e.setOccurredAt(NOON.plus(Duration.ofHours(12))))));
    IntStream.range(10, 15)
        .forEach(i -> stream.send(reply(i, e -> e.setOccurredAt(Instant.EPOCH.minusMillis(1)))));
    stream.pass(QUIET);
    assertThat(published())
        .extracting(ConversationWindow::getWindowStart)
        .containsExactlyInAnyOrder(
            Instant.parse("2026-11-20T00:00:00Z"),
            Instant.parse("2026-11-21T00:00:00Z"),
            Instant.parse("1969-12-31T00:00:00Z"));
  }

  @Test
  void takesChannelsForWhatIsSaidOutsideOfThreads() {
    IntStream.range(0, 5)
        .forEach(i -> stream.send(message(slack("7." + i), slack("7." + i), "said " + i)));
    stream.send(reply(1));
    stream.send(reply(2, e -> e.setAttributes(Map.of("subtype", "thread_broadcast"))));
    stream.send(
        message(
            slack("7.9"),
            slack("7.9"),
            "joined",
            e -> e.setAttributes(Map.of("subtype", "channel_join"))));
    stream.pass(QUIET);
    assertThat(published())
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
    stream.send(event("issue", issue, issue, "It leaks.", e -> e.setTitle("A leak")));
    IntStream.range(0, 4)
        .forEach(i ->
            stream.send(
                event(
                    "comment",
                    EntityKey.github("github.com", "comment", 1, i).value(),
                    issue,
                    "comment " + i,
                    e -> e.setAttributes(Map.of("created_at", "2026-11-20T12:0" + i + ":00Z")))));
    var ticket = EntityKey.row("s", "d", "public", "tickets", List.of("1")).value();
    IntStream.range(0, 5)
        .forEach(i ->
            stream.send(
                event(
                    "row",
                    EntityKey.row("s", "d", "public", "notes", List.of("" + i)).value(),
                    ticket,
                    "note " + i,
                    e -> {})));
    IntStream.range(0, 6)
        .forEach(i ->
            stream.send(
                event(
                    "job",
                    EntityKey.github("github.com", "job", 1, i).value(),
                    "run:1",
                    "j",
                    e -> {})));
    stream.pass(QUIET);
    var windows = published();
    assertThat(windows)
        .extracting(ConversationWindow::getConversation)
        .containsExactlyInAnyOrder(issue, ticket);
    assertThat(windows.stream().flatMap(w -> texts(w).stream()))
        .contains("A leak\n\nIt leaks.", "comment 3", "note 4");
  }

  @Test
  void amendsWithALateMessageAndNamesWhatItSupersedes() {
    thread(5);
    stream.pass(QUIET);
    var first = summarised(published());
    stream.pass(Duration.ofHours(30));
    stream.send(reply(5));
    stream.pass(QUIET);
    var second = published();
    assertThat(second)
        .singleElement()
        .satisfies(window -> {
          assertThat(texts(window)).hasSize(6);
          assertThat(window.getSupersedes()).contains(first);
        });
  }

  @Test
  void amendsWhatWasEditedAndOnlyIfItSaysSomethingElse() {
    thread(5);
    stream.pass(QUIET);
    summarised(published());
    stream.send(reply(3, e -> e.setContentHash("reaction")));
    stream.pass(QUIET);
    assertThat(published()).isEmpty();
    stream.send(
        reply(
            3,
            e -> {
              e.setContentHash("edit");
              e.setText("edited");
            }));
    stream.pass(QUIET);
    assertThat(published())
        .singleElement()
        .satisfies(w -> assertThat(texts(w)).contains("edited").doesNotContain("text 3"));
  }

  @Test
  void leavesAnEditedMessageWhereItWasSaid() {
    thread(5);
    stream.send(
        reply(
            3,
            e -> {
              e.setText("edited a week later");
              e.setOccurredAt(NOON.plus(Duration.ofDays(7)));
            }));
    stream.pass(QUIET);
    assertThat(published())
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
        .forEach(i -> stream.send(reply(i, e -> e.setOccurredAt(NOON.plus(Duration.ofDays(1))))));
    stream.send(reply(0, e -> e.setOccurredAt(NOON)));
    stream.pass(QUIET);
    assertThat(published())
        .singleElement()
        .satisfies(window -> {
          assertThat(window.getWindowStart()).isEqualTo("2026-11-21T00:00:00Z");
          assertThat(texts(window)).hasSize(5).doesNotContain("text 0");
        });
  }

  @Test
  void amendsAtOnceWhatWasDeletedAlthoughPeopleGoOnTalking() {
    thread(8);
    stream.pass(QUIET);
    summarised(published());
    stream.pass(QUIET);
    stream.send(deletion(4));
    stream.send(reply(20));
    stream.pass(Duration.ofSeconds(1));
    assertThat(published())
        .singleElement()
        .satisfies(w -> assertThat(texts(w)).hasSize(8).doesNotContain("text 4"));
  }

  @Test
  void withdrawsTheSummaryOfWhatWasDeletedDownToFour() {
    thread(5);
    stream.pass(QUIET);
    summarised(published());
    stream.send(deletion(4));
    stream.pass(QUIET);
    assertThat(published()).singleElement().satisfies(w -> assertThat(w.getMessages()).isEmpty());
  }

  @Test
  void findsTheConversationOfADeletionThatDoesNotTell() {
    thread(6);
    stream.send(
        reply(
            2,
            e -> {
              e.setDeleted(true);
              e.setText(null);
              e.setThreadKey(null);
              e.setOccurredAt(NOON.plus(Duration.ofDays(3)));
            }));
    stream.pass(QUIET);
    assertThat(published())
        .singleElement()
        .satisfies(w -> assertThat(texts(w)).hasSize(5).doesNotContain("text 2"));
  }

  @Test
  void takesAMessageOutOfTheThreadItWasMovedFrom() {
    thread(6);
    stream.send(reply(2, e -> e.setThreadKey(slack("99.0"))));
    stream.pass(QUIET);
    assertThat(published())
        .singleElement()
        .satisfies(w -> assertThat(texts(w)).hasSize(5).doesNotContain("text 2"));
  }

  @Test
  void amendsAtMostFiveTimesADay() {
    thread(5);
    stream.pass(QUIET);
    summarised(published());
    for (int i = 0; i < 5; i++) {
      stream.send(reply(10 + i));
      stream.pass(QUIET);
      summarised(published());
    }
    stream.send(reply(30));
    stream.pass(Duration.ofHours(22));
    assertThat(published()).isEmpty();
    stream.pass(Duration.ofHours(2));
    assertThat(published()).singleElement().satisfies(w -> assertThat(texts(w)).hasSize(11));
  }

  @Test
  void waitsForTheSummaryBeforeItAsksForAnother() {
    thread(5);
    stream.pass(QUIET);
    var first = published();
    stream.send(reply(5));
    stream.pass(Duration.ofHours(1));
    assertThat(published()).isEmpty();
    var id = summarised(first);
    stream.pass(Duration.ofSeconds(1));
    assertThat(published())
        .singleElement()
        .satisfies(w -> assertThat(w.getSupersedes()).contains(id));
  }

  @Test
  void boundsMessagesAndCharactersAndSaysSo() {
    IntStream.range(0, 510).forEach(i -> stream.send(reply(i)));
    stream.send(reply(510, e -> e.setText("x".repeat(5_000))));
    stream.pass(QUIET);
    assertThat(published())
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
            stream.send(
                reply(
                    i,
                    e -> {
                      e.setThreadKey(slack("2.0"));
                      e.setText("x".repeat(4_000));
                    })));
    stream.pass(QUIET);
    assertThat(published().stream().filter(w -> w.getConversation().equals(slack("2.0"))))
        .singleElement()
        .satisfies(w -> assertThat(w.getMessages()).hasSize(25))
        .satisfies(w -> assertThat(w.getOmitted()).isEqualTo(15));
  }

  @Test
  void ignoresVersionsThatAreNotCurrentAndTextsOfNothing() {
    thread(4);
    stream.send(reply(4, e -> e.setText("  ")));
    stream.send(reply(5, e -> e.setCurrent(false)));
    stream.pass(QUIET);
    assertThat(published()).isEmpty();
  }

  private List<ConversationWindow> published() {
    return stream.conversations();
  }

  /** Plays the worker: the summary of what was published is written. */
  private String summarised(List<ConversationWindow> windows) {
    var window = windows.getLast();
    var id = "summary-" + summaries++;
    var key =
        String.join(
            RecordKeys.SEPARATOR,
            window.getConversation(),
            window.getWindowStart().toString(),
            window.getWindowEnd().toString());
    stream.sendTo(
        TestStream.TOPICS.summaries(),
        key.getBytes(UTF_8),
        new byte[] {0},
        new RecordHeaders().add("ce_id", id.getBytes(UTF_8)));
    return id;
  }

  private void thread(int messages) {
    IntStream.range(0, messages).forEach(i -> stream.send(reply(i)));
  }

  private static List<String> texts(ConversationWindow window) {
    return window.getMessages().stream().map(ConversationMessage::getText).toList();
  }

  private static String slack(String ts) {
    return EntityKey.slack("T1", "C1", ts).value();
  }

  private static Event reply(int number) {
    return reply(number, event -> {});
  }

  private static Event reply(int number, Consumer<Event> change) {
    return message(
        slack("1." + (100 + number)),
        THREAD,
        "text " + number,
        event -> {
          event.setOccurredAt(NOON.plusSeconds(number));
          change.accept(event);
        });
  }

  private static Event deletion(int number) {
    return reply(
        number,
        event -> {
          event.setDeleted(true);
          event.setText(null);
        });
  }

  private static Event message(String key, String thread, String text) {
    return message(key, thread, text, event -> {});
  }

  private static Event message(String key, String thread, String text, Consumer<Event> change) {
    return event("message", key, thread, text, change);
  }

  private static Event event(
      String kind, String key, String thread, String text, Consumer<Event> change) {
    var event =
        Event.newBuilder()
            .setContentHash("hash of " + text)
            .setHashVersion(1)
            .setRevision(0)
            .setCurrent(true)
            .setType(kind + ".created")
            .setKind(kind)
            .setDeleted(false)
            .setEntityKey(key)
            .setVersionOrder(new VersionOrder(0L, 0L, 1L))
            .setOccurredAt(NOON)
            .setObservedAt(NOON)
            .setIngestedAt(NOON)
            .setSource("chat")
            .setConnectorType("slack")
            .setScope("C1")
            .setActor(new Actor("U1", "Ada"))
            .setText(text)
            .setThreadKey(thread)
            .setAttributes(new HashMap<>())
            .build();
    change.accept(event);
    return event;
  }
}
