package io.alluvium.topology;

import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Kind;
import io.alluvium.schemas.RawEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/** The rules a raw event must keep beyond its schema. */
final class RawEventRules {
  private static final int TEXT_BYTES = 512 * 1024;
  private static final int PAYLOAD_BYTES = 1024 * 1024;

  /** RFC 3339, in which CloudEvents states times, knows no other years. */
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private RawEventRules() {}

  /** Says which rule is broken, with the value; empty if all are kept. */
  static Optional<String> broken(RawEvent raw) {
    return name("source", raw.getSource())
        .or(() -> name("connectorType", raw.getConnectorType()))
        .or(() -> name("scope", raw.getScope()))
        .or(() -> name("entityKey", raw.getEntityKey()))
        .or(() -> entityKey(raw.getEntityKey()))
        .or(() -> kind(raw.getKind()))
        .or(() -> oneOf("deletion", raw.getDeletion().orElse("stated"), "stated", "inferred"))
        .or(() -> oneOf("visibility", raw.getVisibility(), "public", "private"))
        .or(() -> time("occurredAt", raw.getOccurredAt()))
        .or(() -> time("observedAt", raw.getObservedAt()))
        .or(() -> length(raw));
  }

  private static Optional<String> name(String field, String value) {
    if (value.isBlank()) {
      return Optional.of(field + " is empty");
    }
    return value.contains(RecordKeys.SEPARATOR)
        ? Optional.of(field + " contains the character NUL")
        : Optional.empty();
  }

  private static Optional<String> entityKey(String value) {
    try {
      var unused = new EntityKey(value);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("entityKey: " + e.getMessage());
    }
  }

  private static Optional<String> kind(String value) {
    return Kind.of(value).isPresent()
        ? Optional.empty()
        : Optional.of("kind must be one of " + List.of(Kind.values()) + ", was '" + value + "'");
  }

  private static Optional<String> oneOf(String field, String value, String one, String other) {
    return value.equals(one) || value.equals(other)
        ? Optional.empty()
        : Optional.of(field + " must be '" + one + "' or '" + other + "', was '" + value + "'");
  }

  private static Optional<String> time(String field, Instant value) {
    return value.isBefore(EARLIEST) || value.isAfter(LATEST)
        ? Optional.of(field + " must lie in the years 0 to 9999, was " + value)
        : Optional.empty();
  }

  private static Optional<String> length(RawEvent raw) {
    var text = raw.getText().map(Utils::utf8Length).orElse(0);
    if (text > TEXT_BYTES) {
      return Optional.of("text must be at most " + TEXT_BYTES + " bytes, was " + text);
    }
    var payload = raw.getPayload().map(ByteBuffer::remaining).orElse(0);
    return payload > PAYLOAD_BYTES
        ? Optional.of("payload must be at most " + PAYLOAD_BYTES + " bytes, was " + payload)
        : Optional.empty();
  }
}
