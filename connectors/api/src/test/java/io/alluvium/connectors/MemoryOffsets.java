package io.alluvium.connectors;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** Source offsets of a connector that outlive its tasks, in memory. */
public final class MemoryOffsets implements OffsetStorageReader {
  private final Map<Map<String, ?>, Map<String, Object>> stored = new HashMap<>();

  /** Stores the offset of a record, as a worker does when it commits. */
  public synchronized void commit(SourceRecord sent) {
    stored.put(Map.copyOf(sent.sourcePartition()), new HashMap<>(sent.sourceOffset()));
  }

  /** Clears every position, as {@code reset} does. */
  public synchronized void reset() {
    stored.keySet().removeIf(partition -> partition.containsKey("axis"));
  }

  /** Clears everything, known entities included. */
  public synchronized void clear() {
    stored.clear();
  }

  /** Everything that is stored. */
  public synchronized Map<Map<String, ?>, Map<String, Object>> all() {
    return Map.copyOf(stored);
  }

  @Override
  public synchronized <T> Map<String, Object> offset(Map<String, T> partition) {
    return stored.get(partition);
  }

  @Override
  public synchronized <T> Map<Map<String, T>, Map<String, Object>> offsets(
      Collection<Map<String, T>> partitions) {
    Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
    for (var partition : partitions) {
      found.put(partition, stored.get(partition));
    }
    return found;
  }
}
