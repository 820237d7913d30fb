package io.alluvium.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that does not let Streams go on silently at the beginning of a log that was trimmed.
 *
 * <p>Streams gives its main consumer no reset policy and resets by itself when {@code poll} says
 * that a position is missing or out of range. We listen in between: at that point, and only there,
 * the position that is lost is known.
 */
final class WatchfulConsumer extends KafkaConsumer<byte[], byte[]> {
  private final TrimListener trims;
  private final Predicate<Thread> failed;

  WatchfulConsumer(Map<String, Object> config, TrimListener trims, Predicate<Thread> failed) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.trims = trims;
    this.failed = failed;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    try {
      return super.poll(timeout);
    } catch (OffsetOutOfRangeException e) {
      report(e.offsetOutOfRangePartitions());
      throw e;
    } catch (NoOffsetForPartitionException e) {
      // Never read, or so long ago that the group forgot: what is gone was not read for all we
      // know.
      var unread = new HashMap<TopicPartition, Long>();
      e.partitions().forEach(partition -> unread.put(partition, 0L));
      report(unread);
      throw e;
    }
  }

  private void report(Map<TopicPartition, Long> positions) {
    beginningOffsets(positions.keySet())
        .forEach((partition, beginning) -> {
          long position = positions.getOrDefault(partition, beginning);
          if (position < beginning) {
            trims.trimmed(partition, position, beginning);
          }
        });
  }

  /** A static member of a thread that failed would keep its partitions until its session ends. */
  @Override
  public void close(CloseOptions options) {
    super.close(
        failed.test(Thread.currentThread())
            ? CloseOptions.groupMembershipOperation(
                CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            : options);
  }
}
