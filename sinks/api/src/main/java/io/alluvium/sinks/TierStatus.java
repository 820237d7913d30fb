package io.alluvium.sinks;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * How a tier's reader is doing, as of its last round.
 *
 * @param tier name of the tier
 * @param state what the reader does
 * @param error why it failed last; empty again once it runs
 * @param partitions how far each assigned partition is, by topic and number
 * @param applied records applied since start, replayed ones included
 * @param rejected records that could not be applied, since start
 * @param restarts how often it began again after a failure
 */
public record TierStatus(
    String tier,
    State state,
    Optional<String> error,
    List<Progress> partitions,
    long applied,
    long rejected,
    long restarts) {

  public TierStatus {
    partitions = List.copyOf(partitions);
  }

  /** What a reader does. */
  public enum State {
    /** Joining its group, opening shards. */
    STARTING,
    /** Reading. */
    RUNNING,
    /** Pausing after a failure; it tries again by itself. */
    FAILED,
    /** Closed. */
    STOPPED
  }

  /**
   * How far one topic partition is.
   *
   * @param partition which
   * @param position next offset to read
   * @param lag readable records that are not searchable yet; -1 while unknown
   */
  public record Progress(TopicPartition partition, long position, long lag) {}

  /** Readable records not searchable yet, of all partitions; -1 while any is unknown or none is. */
  public long lag() {
    if (partitions.isEmpty() || partitions.stream().anyMatch(part -> part.lag() < 0)) {
      return -1;
    }
    return partitions.stream().mapToLong(Progress::lag).sum();
  }
}
