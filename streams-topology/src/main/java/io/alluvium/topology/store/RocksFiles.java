package io.alluvium.topology.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One RocksDB database with two column families that are flushed together, without a log. */
final class RocksFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RocksFiles.class);

  /** RocksDB sets 4 MB aside for each store's list of files, some hundred times what it takes. */
  private static final long MANIFEST_PREALLOCATION = 32L << 10;

  /** A few offsets. */
  private static final long OFFSETS_MEMTABLE = 256L << 10;

  /** Longer ones are read in another way. */
  private static final int LONGEST_KEY = 1 << 10;

  private static final int LONGEST_VALUE = 4 << 10;

  private final List<AutoCloseable> owned = new ArrayList<>();
  private final RocksDB database;
  private final ColumnFamilyHandle rows;
  private final ColumnFamilyHandle offsets;
  private final WriteOptions withoutLog;
  private final ReadOptions reading;

  /** Of native memory, where keys and values need not be copied twice. */
  private final ByteBuffer keys = ByteBuffer.allocateDirect(LONGEST_KEY);

  private final ByteBuffer values = ByteBuffer.allocateDirect(LONGEST_VALUE);

  private RocksFiles(String store, Path directory, CompressionType compression)
      throws RocksDBException {
    try (var options = new Options()) {
      options.setTableFormatConfig(new BlockBasedTableConfig());
      new SharedRocksMemory().setConfig(store, options, Map.of());
      options.setIncreaseParallelism(Math.max(Runtime.getRuntime().availableProcessors(), 2));
      var settings = own(new DBOptions(options));
      settings.setCreateIfMissing(true);
      settings.setCreateMissingColumnFamilies(true);
      settings.setAtomicFlush(true);
      settings.setInfoLogLevel(InfoLogLevel.ERROR_LEVEL);
      settings.setKeepLogFileNum(2);
      settings.setManifestPreallocationSize(MANIFEST_PREALLOCATION);
      // Dozens are opened at each start, and statistics of their files took a quarter of that.
      settings.setSkipStatsUpdateOnDbOpen(true);
      settings.setSkipCheckingSstFileSizesOnDbOpen(true);
      settings.setMaxFileOpeningThreads(1);
      var forRows = own(new ColumnFamilyOptions(options));
      forRows.setCompressionType(compression);
      var forOffsets = own(new ColumnFamilyOptions(options));
      forOffsets.setWriteBufferSize(OFFSETS_MEMTABLE);
      withoutLog = own(new WriteOptions());
      withoutLog.setDisableWAL(true);
      reading = own(new ReadOptions());
      var handles = new ArrayList<ColumnFamilyHandle>();
      database =
          RocksDB.open(
              settings,
              directory.toString(),
              List.of(
                  new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, forRows),
                  new ColumnFamilyDescriptor("offsets".getBytes(UTF_8), forOffsets)),
              handles);
      rows = handles.get(0);
      offsets = handles.get(1);
    } catch (RocksDBException e) {
      closeOwned();
      throw e;
    }
  }

  /** Opens the directory; what is no database, or a broken one, is replaced by an empty one. */
  static RocksFiles open(String store, Path directory, CompressionType compression)
      throws RocksDBException {
    createDirectory(directory);
    try {
      return new RocksFiles(store, directory, compression);
    } catch (RocksDBException e) {
      var code = e.getStatus() == null ? Status.Code.Undefined : e.getStatus().getCode();
      if (code != Status.Code.Corruption && code != Status.Code.InvalidArgument) {
        throw e;
      }
      LOG.warn("Store {} at {} is broken and is restored: {}", store, directory, e.getMessage());
      destroy(directory);
      return new RocksFiles(store, directory, compression);
    }
  }

  private static void createDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new ProcessorStateException("Cannot create " + directory, e);
    }
  }

  static void destroy(Path directory) {
    try {
      Utils.delete(directory.toFile());
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new ProcessorStateException("Cannot empty " + directory, e);
    }
  }

  ColumnFamilyHandle rows() {
    return rows;
  }

  ColumnFamilyHandle offsets() {
    return offsets;
  }

  /**
   * Asks memory first, filters included, which most often knows: to read a key that does not exist
   * takes twice the time.
   */
  byte @Nullable [] get(ColumnFamilyHandle family, byte[] key) throws RocksDBException {
    if (key.length > keys.capacity()) {
      return database.get(family, key);
    }
    var found = database.keyMayExist(family, keys.clear().put(key).flip(), values.clear());
    return switch (found.exists) {
      case kNotExist -> null;
      case kExistsWithoutValue -> read(family, key);
      // An empty one stands also for an index that is not in memory.
      case kExistsWithValue ->
          found.valueLength == 0 ? read(family, key) : value(family, key, found.valueLength);
    };
  }

  private byte @Nullable [] read(ColumnFamilyHandle family, byte[] key) throws RocksDBException {
    var length = database.get(family, reading, keys.clear().put(key).flip(), values.clear());
    return length == RocksDB.NOT_FOUND ? null : value(family, key, length);
  }

  /** What was read into the buffer, or what did not fit. */
  private byte @Nullable [] value(ColumnFamilyHandle family, byte[] key, int length)
      throws RocksDBException {
    if (length > values.capacity()) {
      return database.get(family, key);
    }
    var value = new byte[length];
    values.get(0, value);
    return value;
  }

  void put(ColumnFamilyHandle family, byte[] key, byte[] value) throws RocksDBException {
    database.put(family, withoutLog, key, value);
  }

  void write(RowBatch rows) throws RocksDBException {
    try (var batch = rows.toWriteBatch()) {
      database.write(withoutLog, batch);
    }
  }

  void clear(ColumnFamilyHandle family) throws RocksDBException {
    try (var all = database.newIterator(family)) {
      for (all.seekToFirst(); all.isValid(); all.next()) {
        database.delete(family, withoutLog, all.key());
      }
    }
  }

  boolean isEmpty() {
    try (var all = database.newIterator(rows)) {
      all.seekToFirst();
      return !all.isValid();
    }
  }

  RowIterator iterator(KeyRange range, boolean forward, Consumer<RowIterator> closed) {
    return new RowIterator(database, rows, range, forward, closed);
  }

  long approximateCount() throws RocksDBException {
    return database.getLongProperty(rows, "rocksdb.estimate-num-keys");
  }

  /** What is in memtables is written to disk first. */
  @Override
  public void close() {
    rows.close();
    offsets.close();
    database.close();
    closeOwned();
  }

  private <T extends AutoCloseable> T own(T resource) {
    owned.add(0, resource);
    return resource;
  }

  private void closeOwned() {
    for (var resource : owned) {
      Utils.closeQuietly(resource, "RocksDB options");
    }
  }
}
