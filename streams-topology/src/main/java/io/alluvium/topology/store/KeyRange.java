package io.alluvium.topology.store;

import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Keys from one on to another, in order of their unsigned bytes.
 *
 * @param from the first; null for the very first
 * @param before what comes after the last; null for no end
 */
record KeyRange(@Nullable Bytes from, @Nullable Bytes before) {
  /** From one key to another, both included. */
  static KeyRange closed(@Nullable Bytes from, @Nullable Bytes to) {
    // Nothing lies between a key and itself with a zero behind it.
    return new KeyRange(
        from, to == null ? null : Bytes.wrap(Arrays.copyOf(to.get(), to.get().length + 1)));
  }

  /** All keys that start so. */
  static KeyRange prefix(byte[] prefix) {
    var length = prefix.length;
    while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
      length--;
    }
    if (length == 0) {
      return new KeyRange(Bytes.wrap(prefix), null);
    }
    var next = Arrays.copyOf(prefix, length);
    next[length - 1]++;
    return new KeyRange(Bytes.wrap(prefix), Bytes.wrap(next));
  }

  boolean isEmpty() {
    return from != null && before != null && from.compareTo(before) >= 0;
  }
}
