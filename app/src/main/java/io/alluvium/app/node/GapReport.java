package io.alluvium.app.node;

import io.alluvium.schemas.FailureReason;
import io.alluvium.sinks.TierListener;
import io.alluvium.topology.TrimListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes gaps known that a tier finds; a record it cannot apply is logged with its place. */
record GapReport(TrimListener gaps) implements TierListener {
  private static final Logger LOG = LoggerFactory.getLogger(GapReport.class);

  @Override
  public void trimmedUnread(TopicPartition partition, long position, long logStart) {
    gaps.trimmed(partition, position, logStart);
  }

  @Override
  public void rejected(
      ConsumerRecord<byte[], byte[]> record, FailureReason reason, String message) {
    LOG.error(
        "{}-{}@{} was not indexed: {} {}",
        record.topic(),
        record.partition(),
        record.offset(),
        reason,
        message);
  }
}
