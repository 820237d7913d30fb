package io.alluvium.topology;

import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Kind;
import io.alluvium.schemas.RawEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** The rules a raw event must keep beyond its schema. */
final class RawEventRules {
  private static final int TEXT_BYTES = 512 * 1024;
  private static final int PAYLOAD_BYTES = 1024 * 1024;
  private static final int UTF_8_BYTES_PER_CHAR = 3;

  /** RFC 3339, in which CloudEvents states times, knows no other years. */
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private RawEventRules() {}

  /** Says which rule is broken, with the value; empty if all are kept. */
  static Optional<String> broken(RawEvent raw) {
    // All rules are asked: nearly every event keeps them all.
    return first(
        name("source", raw.getSource()),
        name("connectorType", raw.getConnectorType()),
        name("scope", raw.getScope()),
        name("entityKey", raw.getEntityKey()),
        entityKey(raw.getEntityKey()),
        kind(raw.getKind()),
        oneOf("deletion", raw.getDeletion().orElse("stated"), "stated", "inferred"),
        oneOf("visibility", raw.getVisibility(), "public", "private"),
        time("occurredAt", raw.getOccurredAt()),
        time("observedAt", raw.getObservedAt()),
        length(raw));
  }

  private static Optional<String> first(@Nullable String... flaws) {
    for (var flaw : flaws) {
      if (flaw != null) {
        return Optional.of(flaw);
      }
    }
    return Optional.empty();
  }

  private static @Nullable String name(String field, String value) {
    if (value.isBlank()) {
      return field + " is empty";
    }
    return value.contains(RecordKeys.SEPARATOR) ? field + " contains the character NUL" : null;
  }

  private static @Nullable String entityKey(String value) {
    try {
      var unused = new EntityKey(value);
      return null;
    } catch (IllegalArgumentException e) {
      return "entityKey: " + e.getMessage();
    }
  }

  private static @Nullable String kind(String value) {
    return Kind.of(value).isPresent()
        ? null
        : "kind must be one of " + List.of(Kind.values()) + ", was '" + value + "'";
  }

  private static @Nullable String oneOf(String field, String value, String one, String other) {
    return value.equals(one) || value.equals(other)
        ? null
        : field + " must be '" + one + "' or '" + other + "', was '" + value + "'";
  }

  private static @Nullable String time(String field, Instant value) {
    return value.isBefore(EARLIEST) || value.isAfter(LATEST)
        ? field + " must lie in the years 0 to 9999, was " + value
        : null;
  }

  private static @Nullable String length(RawEvent raw) {
    var text = raw.getText().map(RawEventRules::utf8Bytes).orElse(0);
    if (text > TEXT_BYTES) {
      return "text must be at most " + TEXT_BYTES + " bytes, was " + text;
    }
    var payload = raw.getPayload().map(ByteBuffer::remaining).orElse(0);
    return payload > PAYLOAD_BYTES
        ? "payload must be at most " + PAYLOAD_BYTES + " bytes, was " + payload
        : null;
  }

  /** Length in UTF-8; of a text that is short enough whatever it says, an upper bound. */
  private static int utf8Bytes(String text) {
    return text.length() <= TEXT_BYTES / UTF_8_BYTES_PER_CHAR
        ? text.length() * UTF_8_BYTES_PER_CHAR
        : Utils.utf8Length(text);
  }
}
