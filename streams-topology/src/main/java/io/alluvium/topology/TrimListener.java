package io.alluvium.topology;

import org.apache.kafka.common.TopicPartition;

/** Learns that records were trimmed before a topology read them. */
@FunctionalInterface
public interface TrimListener {
  /**
   * Called before the reader goes on at the beginning of the log; what it throws stops the reader
   * there, and it tries again.
   *
   * @param partition where they lay
   * @param from first offset that was not read
   * @param to first offset that is still there
   */
  void trimmed(TopicPartition partition, long from, long to);
}
