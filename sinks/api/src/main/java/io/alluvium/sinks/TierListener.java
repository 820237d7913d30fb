package io.alluvium.sinks;

import io.alluvium.schemas.FailureReason;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Hears what a reader could not apply. Called on the reader's thread, before it goes on; what it
 * throws is logged and does not stop the reader.
 */
public interface TierListener {
  /** Hears nothing; the counters of {@link TierStatus} still count. */
  TierListener NONE =
      new TierListener() {
        @Override
        public void trimmedUnread(TopicPartition partition, long position, long logStart) {}

        @Override
        public void rejected(
            ConsumerRecord<byte[], byte[]> record, FailureReason reason, String message) {}
      };

  /**
   * Records in [position, logStart) were deleted before this tier read them: a gap.
   *
   * @param position where the tier would have gone on; 0 when it had read nothing
   * @param logStart where it goes on now
   */
  void trimmedUnread(TopicPartition partition, long position, long logStart);

  /**
   * One record can never be applied; the partition goes on after it.
   *
   * @param message what was wrong, with the value
   */
  void rejected(ConsumerRecord<byte[], byte[]> record, FailureReason reason, String message);
}
