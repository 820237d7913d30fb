package io.alluvium.sinks;

import io.alluvium.schemas.FailureReason;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a reader did since start, over all its sessions. */
final class TierCounters {
  private static final Logger LOG = LoggerFactory.getLogger(TierCounters.class);

  private final AtomicLong applied = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong restarts = new AtomicLong();

  void applied() {
    applied.incrementAndGet();
  }

  void restarted() {
    restarts.incrementAndGet();
  }

  long appliedCount() {
    return applied.get();
  }

  long rejectedCount() {
    return rejected.get();
  }

  long restartCount() {
    return restarts.get();
  }

  /** The listener, counted, logged, and kept from stopping the reader. */
  TierListener counting(TierListener listener) {
    return new TierListener() {
      @Override
      public void trimmedUnread(TopicPartition partition, long position, long logStart) {
        LOG.warn(
            "Gap: {} was trimmed from offset {} to {} before it was read",
            partition,
            position,
            logStart);
        guarded(() -> listener.trimmedUnread(partition, position, logStart));
      }

      @Override
      public void rejected(
          ConsumerRecord<byte[], byte[]> record, FailureReason reason, String message) {
        rejected.incrementAndGet();
        guarded(() -> listener.rejected(record, reason, message));
      }
    };
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException failure) {
      LOG.error("A tier's listener failed; the reader goes on", failure);
    }
  }
}
