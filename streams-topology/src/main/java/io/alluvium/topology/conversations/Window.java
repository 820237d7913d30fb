package io.alluvium.topology.conversations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.ConversationWindow;
import io.alluvium.topology.RecordKeys;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of one conversation.
 *
 * @param conversation thread key, or key of the channel
 * @param start first moment, on a grid that begins at the epoch
 * @param end first moment after it
 */
record Window(String conversation, Instant start, Instant end) {
  /** The window of this length in which a moment lies. */
  static Window of(String conversation, Instant moment, Duration length) {
    var start = Math.floorDiv(moment.toEpochMilli(), length.toMillis()) * length.toMillis();
    return new Window(
        conversation, Instant.ofEpochMilli(start), Instant.ofEpochMilli(start + length.toMillis()));
  }

  static Window of(ConversationWindow published) {
    return new Window(
        published.getConversation(), published.getWindowStart(), published.getWindowEnd());
  }

  /** Key of records about this window: conversation, start and end. */
  byte[] recordKey() {
    return String.join(RecordKeys.SEPARATOR, conversation, start.toString(), end.toString())
        .getBytes(UTF_8);
  }

  /** The window that a record key names; empty for a key that names none. */
  static Optional<Window> ofRecordKey(byte[] key) {
    var parts = new String(key, UTF_8).split(RecordKeys.SEPARATOR, -1);
    try {
      return parts.length == 3
          ? Optional.of(new Window(parts[0], Instant.parse(parts[1]), Instant.parse(parts[2])))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
