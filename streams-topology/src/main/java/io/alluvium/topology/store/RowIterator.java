package io.alluvium.topology.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Rows of a range as they were when it began. Must be closed before the database is. */
final class RowIterator implements AutoCloseable {
  private final List<AbstractNativeReference> owned = new ArrayList<>();
  private final RocksIterator rows;
  private final boolean forward;
  private final Consumer<RowIterator> closed;

  /**
   * @param closed told once, when it is closed
   */
  RowIterator(
      RocksDB database,
      ColumnFamilyHandle family,
      KeyRange range,
      boolean forward,
      Consumer<RowIterator> closed) {
    this.forward = forward;
    this.closed = closed;
    var options = new ReadOptions();
    // Bounds let RocksDB skip what was deleted beyond the range.
    if (range.from() != null) {
      options.setIterateLowerBound(bound(range.from()));
    }
    if (range.before() != null) {
      options.setIterateUpperBound(bound(range.before()));
    }
    rows = database.newIterator(family, options);
    owned.add(0, rows);
    owned.add(1, options);
    seek(range);
  }

  private Slice bound(Bytes key) {
    var slice = new Slice(key.get());
    owned.add(slice);
    return slice;
  }

  private void seek(KeyRange range) {
    if (range.isEmpty()) {
      return;
    }
    if (forward) {
      rows.seekToFirst();
    } else {
      rows.seekToLast();
    }
  }

  boolean hasNext() {
    return rows.isOwningHandle() && rows.isValid();
  }

  KeyValue<Bytes, byte[]> next() {
    var row = KeyValue.pair(Bytes.wrap(rows.key()), rows.value());
    if (forward) {
      rows.next();
    } else {
      rows.prev();
    }
    return row;
  }

  @Override
  public void close() {
    if (rows.isOwningHandle()) {
      owned.forEach(AbstractNativeReference::close);
      closed.accept(this);
    }
  }
}
