package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Enrichment that is told what people say, and a worker that writes summaries of it. */
final class ConversationBed implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  static final Duration QUIET = Duration.ofMinutes(10);
  static final String THREAD = slack("1.0");

  private final TestStream stream = TestStream.enrich(List.of(), Duration.ofSeconds(5));
  private int summaries;

  void send(Event event) {
    stream.send(event);
  }

  void pass(Duration time) {
    stream.pass(time);
  }

  @Override
  public void close() {
    stream.close();
  }

  /** Windows published since the last call. */
  List<ConversationWindow> published() {
    return stream.conversations();
  }

  /** Plays the worker: the summary of what was published is written. */
  String summarised(List<ConversationWindow> windows) {
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

  void thread(int messages) {
    IntStream.range(0, messages).forEach(i -> stream.send(reply(i)));
  }

  static List<String> texts(ConversationWindow window) {
    return window.getMessages().stream().map(ConversationMessage::getText).toList();
  }

  static String slack(String ts) {
    return EntityKey.slack("T1", "C1", ts).value();
  }

  static Event reply(int number) {
    return reply(number, event -> {});
  }

  static Event reply(int number, Consumer<Event> change) {
    return message(
        slack("1." + (100 + number)),
        THREAD,
        "text " + number,
        event -> {
          event.setOccurredAt(NOON.plusSeconds(number));
          change.accept(event);
        });
  }

  static Event deletion(int number) {
    return reply(
        number,
        event -> {
          event.setDeleted(true);
          event.setText(null);
        });
  }

  static Event message(String key, String thread, String text) {
    return message(key, thread, text, event -> {});
  }

  static Event message(String key, String thread, String text, Consumer<Event> change) {
    return event("message", key, thread, text, change);
  }

  static Event event(String kind, String key, String thread, String text, Consumer<Event> change) {
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
