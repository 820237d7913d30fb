package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.TierCorruptedException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * How far the topic of a table was read into it: part of every snapshot's summary, as {@code
 * alluvium.offsets.<topic>} = {@code 0:17 1:4 …}, partition and next offset.
 *
 * @param next next offset to read, by partition
 */
record StoredOffsets(Map<Integer, Long> next) {
  /** Of a table to which nothing was committed. */
  static final StoredOffsets NONE = new StoredOffsets(Map.of());

  private static final String PREFIX = "alluvium.offsets.";

  StoredOffsets {
    next = Map.copyOf(next);
  }

  /** Name of the entry of a snapshot's summary. */
  static String property(String topic) {
    return PREFIX + topic;
  }

  /**
   * What a snapshot says.
   *
   * @param snapshot null for a table without any
   * @throws TierCorruptedException if it holds rows and does not say where they came from
   */
  static StoredOffsets of(@Nullable Snapshot snapshot, String table, String topic) {
    if (snapshot == null) {
      return NONE;
    }
    var text = snapshot.summary().get(property(topic));
    if (text == null) {
      throw new TierCorruptedException(
          "Snapshot "
              + snapshot.snapshotId()
              + " of table "
              + table
              + " has no "
              + property(topic)
              + ": something else than Alluvium committed to it. Roll the table back to its last"
              + " snapshot that has it");
    }
    return parse(text);
  }

  /** Next offset of a partition; 0 when nothing of it was committed. */
  long of(int partition) {
    return next.getOrDefault(partition, 0L);
  }

  boolean isEmpty() {
    return next.isEmpty();
  }

  /** These, with others of some partitions. */
  StoredOffsets with(Map<Integer, Long> moved) {
    var all = new TreeMap<>(next);
    all.putAll(moved);
    return new StoredOffsets(all);
  }

  /** True if the table stands exactly where a batch begins. */
  boolean isAt(Map<Integer, Long> from) {
    return from.entrySet().stream().allMatch(each -> of(each.getKey()) == each.getValue());
  }

  String text() {
    return new TreeMap<>(next)
        .entrySet().stream()
            .map(each -> each.getKey() + ":" + each.getValue())
            .collect(Collectors.joining(" "));
  }

  static StoredOffsets parse(String text) {
    var next = new TreeMap<Integer, Long>();
    try {
      for (var each : text.split(" ", -1)) {
        int colon = each.indexOf(':');
        next.put(
            Integer.valueOf(each.substring(0, colon)), Long.valueOf(each.substring(colon + 1)));
      }
    } catch (NumberFormatException | StringIndexOutOfBoundsException broken) {
      throw new TierCorruptedException("Not offsets: '" + text + "'", broken);
    }
    return new StoredOffsets(next);
  }
}
