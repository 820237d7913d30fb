package io.alluvium.topology;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what stores read from their changelogs; says so where it is much. */
final class RestoredRecords implements StateRestoreListener {
  private static final Logger LOG = LoggerFactory.getLogger(RestoredRecords.class);

  /** Some seconds of work. */
  private static final long MUCH = 1_000_000;

  private final AtomicLong count = new AtomicLong();

  long count() {
    return count.get();
  }

  @Override
  public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
    if (to - from >= MUCH) {
      LOG.info(
          "Restoring {} of partition {} from {} records", store, changelog.partition(), to - from);
    }
  }

  @Override
  public void onBatchRestored(TopicPartition changelog, String store, long end, long restored) {
    count.addAndGet(restored);
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long total) {
    if (total >= MUCH) {
      LOG.info("Restored {} of partition {}", store, changelog.partition());
    }
  }
}
