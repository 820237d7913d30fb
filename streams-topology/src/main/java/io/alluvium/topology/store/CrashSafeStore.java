package io.alluvium.topology.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.apache.kafka.streams.processor.internals.RecordCollector;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;
import org.rocksdb.CompressionType;

/**
 * A key-value store on disk that a crash does not empty: after one, Kafka Streams restores what the
 * last seconds changed, and not everything.
 *
 * <p>Streams' own RocksDB store holds what no transaction has committed yet, so under exactly-once
 * it is wiped after an unclean stop. This one has on disk, at any time, exactly the result of the
 * first so many committed transactions, and in the same atomic write the changelog offset up to
 * which that is. What the running transaction writes lies in memory until it is known to be
 * committed: it is when, after Streams has prepared a commit, it lets the task write again; else it
 * would have closed the task. So memory holds what one commit interval writes.
 *
 * <p>RocksDB writes no log of its own: a kill loses what was in its memtables, in whole
 * transactions, and the offset with it. {@link SharedRocksMemory} bounds them, and thereby what is
 * restored. A task that is closed without a commit keeps its store too: see {@link StorePlace}. The
 * directory is that of Streams' own store, and is taken over if that was closed in order.
 *
 * <p>All stores of a topology must be of this kind: another one is wiped after a crash, and takes
 * those of its task along. Needs a changelog and must not be wrapped in Streams' cache, which would
 * hide commits from it; {@link #beforeCommit} serves the same end. Not thread-safe: as Streams
 * calls it.
 */
public final class CrashSafeStore
    implements KeyValueStore<Bytes, byte[]>, CachedStateStore<Bytes, byte[]> {
  private static final Runnable NOTHING = () -> {};

  private final String name;
  private final CompressionType compression;
  private final Overlay overlay = new Overlay();
  private Runnable beforeCommit = NOTHING;
  private @Nullable StateStoreContext context;
  private @Nullable TopicPartition changelog;
  private @Nullable StorePlace place;
  private @Nullable CommittedRows rows;

  /** True from the moment a commit of the overlay is prepared. */
  private boolean prepared;

  /** True if Streams knows the offset of what is on disk, or wants it deleted. */
  private boolean settled;

  CrashSafeStore(String name, CompressionType compression) {
    this.name = name;
    this.compression = compression;
  }

  /** For {@code Stores.keyValueStoreBuilder}, which adds serdes, metrics and the changelog. */
  public static KeyValueBytesStoreSupplier supplier(String name) {
    return new CrashSafeStoreSupplier(name, CompressionType.NO_COMPRESSION);
  }

  /** As {@link #supplier}, for rows that are many and small: less of the disk, for more CPU. */
  public static KeyValueBytesStoreSupplier dense(String name) {
    return new CrashSafeStoreSupplier(name, CompressionType.ZSTD_COMPRESSION);
  }

  /**
   * Lets a processor write to this store once per commit what it changes with every record.
   *
   * @param store what {@code getStateStore} returned for a store of this kind
   * @param write called before each commit, in the processor's thread; whatever it puts into the
   *     store is part of that commit
   * @throws IllegalArgumentException if the store is of another kind
   */
  public static void beforeCommit(StateStore store, Runnable write) {
    var own =
        store instanceof WrappedStateStore<?, ?, ?> wrapped
            ? wrapped.findInner(CrashSafeStore.class)
            : null;
    if (own == null) {
      throw new IllegalArgumentException("Not a crash-safe store: " + store.name());
    }
    own.beforeCommit = write;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    close();
    this.context = context;
    this.beforeCommit = NOTHING;
    this.prepared = false;
    this.settled = false;
    var home = new StorePlace(context.stateDir().toPath(), name);
    this.place = home;
    this.rows = CommittedRows.open(name, home.bringBack(), compression);
    context.register(root, (RecordBatchingStateRestoreCallback) this::restore);
  }

  private void restore(Collection<ConsumerRecord<byte[], byte[]>> records) {
    settled = false;
    rows().restore(records);
  }

  /** Streams is about to commit the running transaction. */
  @Override
  public void flushCache() {
    beforeCommit.run();
    prepared = !overlay.isEmpty();
  }

  @Override
  public void clearCache() {
    // Called between two lives of a task, when everything has been committed.
  }

  @Override
  public boolean setFlushListener(
      CacheFlushListener<Bytes, byte[]> listener, boolean sendOldValues) {
    return false;
  }

  @Override
  public void put(Bytes key, byte @Nullable [] value) {
    if (prepared) {
      // The first write of a new transaction: the one before is committed.
      writeOut(lastOffset());
    }
    overlay.put(key, value);
    settled = false;
  }

  private void writeOut(Map<TopicPartition, @Nullable Long> offsets) {
    rows().write(overlay, offsets);
    overlay.clear();
    prepared = false;
  }

  /** The changelog's last record; nothing if it is not known: an older offset stays right. */
  private Map<TopicPartition, @Nullable Long> lastOffset() {
    if (changelog == null || !(context instanceof RecordCollector.Supplier running)) {
      return Map.of();
    }
    var offset = running.recordCollector().offsets().get(changelog);
    return offset == null ? Map.of() : Map.of(changelog, offset);
  }

  @Override
  public void commit(Map<TopicPartition, @Nullable Long> changelogOffsets) {
    if (rows == null) {
      return;
    }
    if (changelogOffsets.isEmpty()) {
      rows.forgetOffsets();
    } else {
      writeOut(changelogOffsets);
    }
    settled = true;
  }

  @Override
  public @Nullable Long committedOffset(TopicPartition partition) {
    changelog = partition;
    return rows().offset(partition);
  }

  @Override
  @Deprecated
  public boolean managesOffsets() {
    return true;
  }

  @Override
  public boolean persistent() {
    return true;
  }

  @Override
  public boolean isOpen() {
    return rows != null;
  }

  @Override
  public void close() {
    overlay.clear();
    if (rows == null) {
      return;
    }
    rows.close();
    rows = null;
    if (!settled && place != null) {
      // Streams may be about to delete it, for fear of writes that were never committed.
      place.setAside();
    }
  }

  @Override
  public byte @Nullable [] get(Bytes key) {
    var written = overlay.find(key);
    if (written != null) {
      return Overlay.isDeletion(written) ? null : written;
    }
    return rows().get(key.get());
  }

  @Override
  public byte @Nullable [] putIfAbsent(Bytes key, byte @Nullable [] value) {
    var present = get(key);
    if (present == null && value != null) {
      put(key, value);
    }
    return present;
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    entries.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte @Nullable [] delete(Bytes key) {
    var present = get(key);
    put(key, null);
    return present;
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
    return scan(KeyRange.closed(from, to), true);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes from, @Nullable Bytes to) {
    return scan(KeyRange.closed(from, to), false);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return scan(KeyRange.closed(null, null), true);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> reverseAll() {
    return scan(KeyRange.closed(null, null), false);
  }

  @Override
  public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
      P prefix, S serializer) {
    return scan(KeyRange.prefix(serializer.serialize(null, prefix)), true);
  }

  private KeyValueIterator<Bytes, byte[]> scan(KeyRange range, boolean forward) {
    return new OverlaidIterator(
        overlay.iterator(range, forward), rows().iterator(range, forward), forward);
  }

  @Override
  public long approximateNumEntries() {
    return rows().approximateCount() + overlay.size();
  }

  @Override
  public Position getPosition() {
    return Position.emptyPosition();
  }

  private CommittedRows rows() {
    if (rows == null) {
      throw new InvalidStateStoreException("Store " + name + " is closed");
    }
    return rows;
  }
}
