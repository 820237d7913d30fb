package io.alluvium.sinks;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a shard has read each of its topics: the next offset, past transaction markers. Stored
 * inside the tier's own commit.
 *
 * @param next next offset to read, by topic and partition
 */
public record TierOffsets(Map<TopicPartition, Long> next) {
  /** Nothing read yet. */
  public static final TierOffsets NONE = new TierOffsets(Map.of());

  private static final String PREFIX = "offset.";

  public TierOffsets {
    next.forEach((partition, offset) -> {
      if (offset < 0) {
        throw new IllegalArgumentException(
            "Offset must not be negative, was " + offset + " for " + partition);
      }
    });
    next = Map.copyOf(next);
  }

  /** Next offset to read of one topic partition; empty when it was never read. */
  public OptionalLong of(TopicPartition partition) {
    var offset = next.get(partition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  public boolean isEmpty() {
    return next.isEmpty();
  }

  /** As string pairs, for commit data; {@link #fromCommitData} reads them back. */
  public Map<String, String> toCommitData() {
    var data = new TreeMap<String, String>();
    next.forEach((partition, offset) -> data.put(PREFIX + partition, Long.toString(offset)));
    return data;
  }

  /**
   * Reads what {@link #toCommitData} wrote; other keys are left alone.
   *
   * @throws IllegalArgumentException if an offset cannot be read
   */
  public static TierOffsets fromCommitData(Map<String, String> data) {
    var next = new HashMap<TopicPartition, Long>();
    data.forEach((key, value) -> {
      if (key.startsWith(PREFIX)) {
        next.put(parse(key.substring(PREFIX.length())), Long.valueOf(value));
      }
    });
    return new TierOffsets(next);
  }

  private static TopicPartition parse(String name) {
    int dash = name.lastIndexOf('-');
    if (dash <= 0) {
      throw new IllegalArgumentException("Not a topic partition: '" + name + "'");
    }
    return new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1)));
  }
}
