package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sets records aside: the reason, where the record lay, and its bytes untouched. */
public final class DeadLetters {
  /** Header of a dead letter that names its {@link FailureReason}. */
  static final String REASON = "reason";

  /**
   * Room a dead letter or an event needs beyond the raw record: a raw record that leaves less below
   * {@link Topics#MAX_MESSAGE_BYTES} could not be written again.
   */
  static final int ENVELOPE_BYTES = 64 * 1024;

  private DeadLetters() {}

  static Headers headers(DeadLetter letter) {
    return new RecordHeaders().add(REASON, letter.getReason().getBytes(UTF_8));
  }

  /**
   * The record being processed, as it is set aside.
   *
   * @param message for people, what is wrong with it
   */
  public static DeadLetter of(
      FixedKeyRecord<byte[], byte[]> record,
      FixedKeyProcessorContext<?, ?> context,
      FailureReason reason,
      String message) {
    var place = place(context);
    var letter = new DeadLetter();
    letter.setReason(reason.name());
    letter.setMessage(fits(record) ? message : message + "; too large to be kept here");
    letter.setTopic(place.topic());
    letter.setPartition(place.partition());
    letter.setOffset(place.offset());
    letter.setKey(wrap(record.key()));
    letter.setValue(fits(record) ? wrap(record.value()) : null);
    letter.setHeaders(fits(record) ? copy(record.headers()) : Map.of());
    letter.setFailedAt(Instant.ofEpochMilli(context.currentSystemTimeMs()));
    return letter;
  }

  /** Where the record being processed lies. */
  public static RecordMetadata place(FixedKeyProcessorContext<?, ?> context) {
    return context
        .recordMetadata()
        .orElseThrow(() -> new IllegalStateException("Only a record can be set aside"));
  }

  /** True if the record, decoded and described, still fits into one of ours. */
  static boolean fits(FixedKeyRecord<byte[], byte[]> record) {
    var size = size(record.key()) + size(record.value());
    for (var header : record.headers()) {
      size += header.key().length() + size(header.value());
    }
    return size <= Topics.MAX_MESSAGE_BYTES - ENVELOPE_BYTES;
  }

  private static long size(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private static Map<String, ByteBuffer> copy(Headers headers) {
    var copy = new HashMap<String, ByteBuffer>();
    for (Header header : headers) {
      var value = header.value();
      copy.put(header.key(), ByteBuffer.wrap(value == null ? new byte[0] : value));
    }
    return copy;
  }
}
