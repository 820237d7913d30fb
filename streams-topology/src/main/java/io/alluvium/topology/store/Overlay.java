package io.alluvium.topology.store;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction has written so far.
 *
 * <p>Hashed, because most stores are asked for single keys only; sorted as well from the first scan
 * of a transaction on.
 */
final class Overlay {
  /** Compared by identity: an empty value is another thing. */
  private static final byte[] DELETION = new byte[0];

  private final Map<Bytes, byte[]> writes = new HashMap<>();
  private @Nullable NavigableMap<Bytes, byte[]> sorted;

  /**
   * @param value null to delete the key
   */
  void put(Bytes key, byte @Nullable [] value) {
    var write = value == null ? DELETION : value;
    writes.put(key, write);
    if (sorted != null) {
      sorted.put(key, write);
    }
  }

  /** What was written for the key, maybe a deletion; null if nothing was. */
  byte @Nullable [] find(Bytes key) {
    return writes.get(key);
  }

  static boolean isDeletion(byte[] write) {
    return write == DELETION;
  }

  void forEach(BiConsumer<Bytes, byte[]> action) {
    writes.forEach(action);
  }

  /** Deletions included; later writes do not show. */
  Iterator<Map.Entry<Bytes, byte[]>> iterator(KeyRange range, boolean forward) {
    if (writes.isEmpty() || range.isEmpty()) {
      return Collections.emptyIterator();
    }
    if (sorted == null) {
      sorted = new TreeMap<>(writes);
    }
    var part = sorted;
    if (range.from() != null) {
      part = part.tailMap(range.from(), true);
    }
    if (range.before() != null) {
      part = part.headMap(range.before(), false);
    }
    var copy = new TreeMap<>(part);
    return (forward ? copy : copy.descendingMap()).entrySet().iterator();
  }

  int size() {
    return writes.size();
  }

  boolean isEmpty() {
    return writes.isEmpty();
  }

  void clear() {
    writes.clear();
    sorted = null;
  }
}
