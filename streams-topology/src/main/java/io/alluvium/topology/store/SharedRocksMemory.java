package io.alluvium.topology.store;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Gives all RocksDB stores of this process one block cache and one bound on memtables, however many
 * tasks run in it; and sets what point reads of mostly unknown keys want.
 *
 * <p>Public only because Kafka Streams creates it by name.
 */
public final class SharedRocksMemory implements RocksDBConfigSetter {
  static {
    RocksDB.loadLibrary();
  }

  private static final long CACHE_BYTES = 192L << 20;
  private static final long MEMTABLE_BYTES = 48L << 20;

  /** Memtables are charged to the cache, so that its size bounds both. */
  private static final Cache CACHE = new LRUCache(CACHE_BYTES);

  private static final WriteBufferManager MEMTABLES = new WriteBufferManager(MEMTABLE_BYTES, CACHE);
  private static final BloomFilter BLOOM = new BloomFilter(10, false);

  /** Called by Kafka Streams. */
  public SharedRocksMemory() {}

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    // A new table config is refused: Streams reads metrics from the one it made.
    var table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(CACHE);
    table.setFilterPolicy(BLOOM);
    table.setWholeKeyFiltering(true);
    table.setCacheIndexAndFilterBlocks(true);
    table.setPinL0FilterAndIndexBlocksInCache(true);
    table.setBlockSize(16 * 1024);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(MEMTABLES);
    options.setWriteBufferSize(16L << 20);
    options.setMaxWriteBufferNumber(3);
    // Each of many stores holds at least one such block of the memory that they share.
    options.setArenaBlockSize(256L << 10);
    // Most keys that are asked for are in no file: the filter of the largest one answers them.
    options.setOptimizeFiltersForHits(false);
    // Most keys are in no memtable either: some ten bits for each of its rows answer that.
    options.setMemtablePrefixBloomSizeRatio(0.01);
    options.setMemtableWholeKeyFiltering(true);
    options.setCompactionStyle(CompactionStyle.UNIVERSAL);
    options.setCompressionType(CompressionType.NO_COMPRESSION);
  }

  @Override
  public void close(String storeName, Options options) {
    // Nothing of this store alone.
  }
}
