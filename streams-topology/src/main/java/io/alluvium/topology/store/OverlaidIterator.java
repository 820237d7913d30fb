package io.alluvium.topology.store;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** Committed rows as the running transaction has left them, in order of keys. */
final class OverlaidIterator implements KeyValueIterator<Bytes, byte[]> {
  private final Iterator<Map.Entry<Bytes, byte[]>> writes;
  private final RowIterator rows;
  private final int direction;
  private Map.@Nullable Entry<Bytes, byte[]> write;
  private @Nullable KeyValue<Bytes, byte[]> row;
  private @Nullable KeyValue<Bytes, byte[]> next;

  OverlaidIterator(Iterator<Map.Entry<Bytes, byte[]>> writes, RowIterator rows, boolean forward) {
    this.writes = writes;
    this.rows = rows;
    this.direction = forward ? 1 : -1;
    nextWrite();
    nextRow();
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Bytes peekNextKey() {
    return require().key;
  }

  @Override
  public KeyValue<Bytes, byte[]> next() {
    var found = require();
    advance();
    return found;
  }

  @Override
  public void close() {
    rows.close();
  }

  private KeyValue<Bytes, byte[]> require() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    return next;
  }

  private void advance() {
    next = null;
    while (next == null && (write != null || row != null)) {
      var order = order();
      if (order < 0 || write == null) {
        next = row;
      } else if (!Overlay.isDeletion(write.getValue())) {
        next = KeyValue.pair(write.getKey(), write.getValue());
      }
      if (order <= 0) {
        nextRow();
      }
      if (order >= 0) {
        nextWrite();
      }
    }
  }

  /** Negative if the row comes first, positive if the write does, zero for the same key. */
  private int order() {
    if (row == null) {
      return 1;
    }
    return write == null ? -1 : direction * row.key.compareTo(write.getKey());
  }

  private void nextWrite() {
    write = writes.hasNext() ? writes.next() : null;
  }

  private void nextRow() {
    row = rows.hasNext() ? rows.next() : null;
  }
}
