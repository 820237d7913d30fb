package io.alluvium.connectors;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Records sent since the last stretch ended, and what Kafka said about them. Thread-safe. */
final class Stretch {
  private final ReaderRun run;
  private final Map<String, Long> endOffsets = new HashMap<>();
  private int unacknowledged;
  private int dropped;
  private Reading.@Nullable StretchEnd<?> end;

  /**
   * An empty stretch.
   *
   * @param run what counts its records
   */
  Stretch(ReaderRun run) {
    this.run = run;
  }

  synchronized void sent() {
    unacknowledged++;
  }

  /**
   * Takes Connect's word on one record.
   *
   * @param metadata where it lies; null if it was filtered, dropped, or there is no Kafka at all
   */
  synchronized void acknowledged(@Nullable RecordMetadata metadata) {
    unacknowledged--;
    if (metadata == null || !metadata.hasOffset()) {
      dropped++;
      run.failed();
    } else {
      run.acknowledged();
      var partition = metadata.topic() + "-" + metadata.partition();
      endOffsets.merge(partition, metadata.offset() + 1, Math::max);
    }
  }

  synchronized void close(Reading.StretchEnd<?> stretchEnd) {
    end = stretchEnd;
  }

  synchronized boolean isComplete() {
    return end != null && unacknowledged == 0;
  }

  /** The end; only of a complete stretch. */
  synchronized Reading.StretchEnd<?> end() {
    if (end == null) {
      throw new IllegalStateException("Stretch has not ended");
    }
    return end;
  }

  synchronized int dropped() {
    return dropped;
  }

  synchronized Map<String, Long> endOffsets() {
    return Map.copyOf(endOffsets);
  }
}
