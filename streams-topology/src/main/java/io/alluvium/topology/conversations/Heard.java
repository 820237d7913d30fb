package io.alluvium.topology.conversations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.ConversationMessage;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/** What reaches the windows of a conversation. */
sealed interface Heard {
  /** A message, new, edited or removed. */
  record Message(ConversationMessage message) implements Heard {}

  /**
   * A summary was written or withdrawn.
   *
   * @param id of the summary; empty if it was withdrawn
   */
  record Summary(Optional<String> id) implements Heard {}

  /** Wraps a message. */
  static Heard of(ConversationMessage message) {
    return new Message(message);
  }

  /** Reads records of {@code summaries}: key and headers say all that is needed. */
  static FixedKeyProcessor<byte[], byte[], Heard> summaries() {
    return new ContextualFixedKeyProcessor<>() {
      @Override
      public void process(FixedKeyRecord<byte[], byte[]> record) {
        if (record.key() != null) {
          var id =
              Optional.ofNullable(record.headers().lastHeader(SummaryRecord.ID))
                  .map(Header::value)
                  .map(value -> new String(value, UTF_8));
          context().forward(record.withValue(new Summary(id)));
        }
      }
    };
  }
}
