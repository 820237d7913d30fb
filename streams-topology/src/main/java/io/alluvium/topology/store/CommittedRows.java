package io.alluvium.topology.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.CompressionType;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the first so many committed transactions have left, on disk, with the changelog offset up to
 * which that is: rows and offset are written and flushed together.
 *
 * <p>Has the layout of Streams' own store: rows in the default column family; in {@code offsets}
 * the offsets by changelog partition, and a status that is open while such a store is in use. Ours
 * says open for ever: whoever goes back to a version before this one restores from the changelog.
 */
final class CommittedRows implements AutoCloseable {
  /** What Streams takes for: restore from the beginning; {@code OffsetCheckpoint} has it. */
  static final long UNKNOWN = -4;

  private static final Logger LOG = LoggerFactory.getLogger(CommittedRows.class);
  private static final byte[] STATUS = "status".getBytes(UTF_8);
  private static final byte[] OPEN = bytes(1);
  private static final byte[] CLOSED = bytes(0);

  /** Present where every row belongs to a committed transaction. */
  private static final byte[] MARK = "committed-rows".getBytes(UTF_8);

  private final String store;
  private final RocksFiles files;
  private final Set<RowIterator> iterators = new HashSet<>();

  /** Empty between two writes. */
  private final RowBatch batch = new RowBatch();

  private CommittedRows(String store, RocksFiles files) {
    this.store = store;
    this.files = files;
  }

  /**
   * Opens what the directory has, if all of it is committed; else an empty one in its place.
   *
   * @throws ProcessorStateException if the directory cannot be used
   */
  static CommittedRows open(String store, Path directory, CompressionType compression) {
    try {
      var files = RocksFiles.open(store, directory, compression);
      if (!isCommitted(files)) {
        LOG.info("Store {} at {} was not closed in order: it is restored", store, directory);
        files.close();
        RocksFiles.destroy(directory);
        files = RocksFiles.open(store, directory, compression);
      }
      mark(files);
      return new CommittedRows(store, files);
    } catch (RocksDBException e) {
      throw new ProcessorStateException("Store " + store + " at " + directory + " fails", e);
    }
  }

  /** Writes only what is not there: however little it is, it makes files when the store closes. */
  private static void mark(RocksFiles files) throws RocksDBException {
    for (var key : new byte[][] {STATUS, MARK}) {
      if (!Arrays.equals(files.get(files.offsets(), key), OPEN)) {
        files.put(files.offsets(), key, OPEN);
      }
    }
  }

  private static boolean isCommitted(RocksFiles files) throws RocksDBException {
    return files.get(files.offsets(), MARK) != null
        || Arrays.equals(files.get(files.offsets(), STATUS), CLOSED)
        || files.isEmpty();
  }

  byte @Nullable [] get(byte[] key) {
    try {
      return files.get(files.rows(), key);
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  /** Writes a transaction and where it ends, both or nothing. */
  void write(Overlay overlay, Map<TopicPartition, @Nullable Long> ends) {
    try {
      overlay.forEach((key, value) -> put(key.get(), Overlay.isDeletion(value) ? null : value));
      putOffsets(ends);
      files.write(batch);
    } catch (RocksDBException e) {
      throw failed("written", e);
    } finally {
      batch.clear();
    }
  }

  /** Writes what the changelog has, and how far that was read. */
  void restore(Collection<ConsumerRecord<byte[], byte[]>> records) {
    try {
      var ends = new HashMap<TopicPartition, @Nullable Long>();
      for (var record : records) {
        put(record.key(), record.value());
        ends.put(new TopicPartition(record.topic(), record.partition()), record.offset());
      }
      putOffsets(ends);
      files.write(batch);
    } catch (RocksDBException e) {
      throw failed("restored", e);
    } finally {
      batch.clear();
    }
  }

  private void put(byte[] key, byte @Nullable [] value) {
    if (value == null) {
      batch.delete(files.rows(), key);
    } else {
      batch.put(files.rows(), key, value);
    }
  }

  private void putOffsets(Map<TopicPartition, @Nullable Long> ends) {
    for (var end : ends.entrySet()) {
      var key = end.getKey().toString().getBytes(UTF_8);
      var offset = end.getValue();
      if (offset == null) {
        batch.delete(files.offsets(), key);
      } else {
        batch.put(files.offsets(), key, bytes(offset));
      }
    }
  }

  /** The last changelog record that is in the rows, or {@link #UNKNOWN}; null once forgotten. */
  @Nullable Long offset(TopicPartition changelog) {
    try {
      var offset = files.get(files.offsets(), changelog.toString().getBytes(UTF_8));
      if (offset != null) {
        return ByteBuffer.wrap(offset).getLong();
      }
      return files.get(files.offsets(), MARK) == null ? null : UNKNOWN;
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  /** The rows are not to be trusted: the next who opens them finds none. */
  void forgetOffsets() {
    try {
      files.clear(files.offsets());
      files.put(files.offsets(), STATUS, OPEN);
    } catch (RocksDBException e) {
      throw failed("written", e);
    }
  }

  RowIterator iterator(KeyRange range, boolean forward) {
    var iterator = files.iterator(range, forward, iterators::remove);
    iterators.add(iterator);
    return iterator;
  }

  long approximateCount() {
    try {
      return files.approximateCount();
    } catch (RocksDBException e) {
      throw failed("read", e);
    }
  }

  @Override
  public void close() {
    Set.copyOf(iterators).forEach(RowIterator::close);
    files.close();
  }

  private ProcessorStateException failed(String what, RocksDBException e) {
    return new ProcessorStateException("Store " + store + " could not be " + what, e);
  }

  private static byte[] bytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
