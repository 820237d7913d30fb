package io.alluvium.app.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter and where it lies.
 *
 * @param id where
 * @param letter what
 */
record StoredLetter(LetterId id, DeadLetter letter) {
  /** Header of a record that was sent again: which dead letter it was. */
  static final String REPLAY_OF = "alluvium_replay_of";

  /**
   * A dead letter in a list.
   *
   * @param id what to ask for to see it whole
   * @param failedAt when it was set aside
   * @param reason stable code
   * @param message what was wrong
   * @param source its source, where it could be read
   * @param scope part of that source, where it could be read
   * @param key key of the record; hexadecimal if it is no text
   * @param place topic, partition and offset of the record
   * @param bytes size of its value; null if it was not kept
   * @param replayOf the dead letter it is that was sent again in vain; null of any other
   */
  record Summary(
      String id,
      Instant failedAt,
      String reason,
      String message,
      @Nullable String source,
      @Nullable String scope,
      @Nullable String key,
      String place,
      @Nullable Integer bytes,
      @Nullable String replayOf) {}

  Summary summary() {
    return new Summary(
        id.toString(),
        letter.getFailedAt(),
        letter.getReason(),
        letter.getMessage(),
        letter.getSource().orElse(null),
        letter.getScope().orElse(null),
        letter.getKey().map(StoredLetter::readable).orElse(null),
        letter.getTopic() + "-" + letter.getPartition() + "@" + letter.getOffset(),
        letter.getValue().map(ByteBuffer::remaining).orElse(null),
        replayOf().orElse(null));
  }

  Optional<String> replayOf() {
    return Optional.ofNullable(letter.getHeaders().get(REPLAY_OF)).map(StoredLetter::readable);
  }

  /** The dead letter that this one is again; itself if it was never sent again. */
  String origin() {
    return replayOf().orElseGet(id::toString);
  }

  /** Text if the bytes are some, else hexadecimal digits. */
  static String readable(ByteBuffer bytes) {
    try {
      return UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return "0x" + HexFormat.of().formatHex(bytes(bytes));
    }
  }

  static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
