package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Shows decoded records: an event as a line about it, anything else as key and JSON. */
final class RecordPrinter {
  private final Terminal terminal;
  private final Times times;
  private final boolean json;

  RecordPrinter(Terminal terminal, Clock clock, boolean json) {
    this.terminal = terminal;
    this.times = new Times(clock);
    this.json = json;
  }

  void print(ConsumerRecord<byte[], byte[]> record, JsonNode value) {
    var key = text(record.key());
    if (json) {
      terminal.line(Json.line(whole(record, key, value)));
    } else {
      var at = Instant.ofEpochMilli(record.timestamp());
      terminal.line(
          terminal.styled(Style.DIM, times.timeOfDay(at))
              + "  "
              + line(String.valueOf(key), value));
    }
  }

  /** One line about a value that came with this key. */
  String line(String key, JsonNode value) {
    var event = value.has("event") ? value.path("event") : value;
    if (!event.has("entityKey") || !event.has("kind") || !event.has("source")) {
      return Terminal.printable(key) + "  " + Terminal.printable(Json.line(value));
    }
    var title = event.path("title").isTextual() ? event.path("title").asText() : key;
    return "%s  %s  %s"
        .formatted(
            padded(terminal.styled(Style.CYAN, type(event)), 16, type(event).length()),
            padded(event.path("source").asText(), 12, event.path("source").asText().length()),
            Terminal.printable(title));
  }

  private static String type(JsonNode event) {
    if (event.hasNonNull("type")) {
      return event.path("type").asText();
    }
    var kind = event.path("kind").asText();
    if (event.hasNonNull("deletion")) {
      return kind + " (deleted)";
    }
    return event.hasNonNull("verb") ? kind + " (" + event.path("verb").asText() + ")" : kind;
  }

  private static String padded(String text, int width, int length) {
    return text + " ".repeat(Math.max(0, width - length));
  }

  private static JsonNode whole(
      ConsumerRecord<byte[], byte[]> record, @Nullable String key, JsonNode value) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("topic", record.topic());
    node.put("partition", record.partition());
    node.put("offset", record.offset());
    node.put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
    node.put("key", key);
    node.set("headers", headers(record.headers()));
    node.set("value", value);
    return node;
  }

  private static JsonNode headers(Headers headers) {
    var node = JsonNodeFactory.instance.objectNode();
    headers.forEach(header -> node.put(header.key(), text(header.value())));
    return node;
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }
}
