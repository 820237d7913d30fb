package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.topology.store.CrashSafeStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The store {@code first-seen}: content hashes that were superseded, each with the sources that
 * reported it, for a retention of ingestion time.
 *
 * <p>Two kinds of keys share the store. {@code h} + hash holds the entry: a format byte, the time
 * it was superseded, its sources. {@code t} + time + hash is empty and lies in order of time, so
 * that a purge reads only what it deletes, however large the store is.
 */
final class FirstSeen {
  /** Name of the store; its changelog depends on it. */
  static final String STORE = "first-seen";

  private static final byte FORMAT = 1;
  private static final int HASH_BYTES = 32;
  private static final byte BY_HASH = 'h';
  private static final byte BY_TIME = 't';
  private static final byte[] EMPTY = {FORMAT};

  private final KeyValueStore<Bytes, byte[]> store;
  private final long retentionMs;
  private final LongSupplier clock;

  /** Nothing lies before it: a purge does not step over what earlier ones have deleted. */
  private Bytes purgedTo = timeKey(0, new byte[HASH_BYTES]);

  /**
   * @param clock ingestion time, in milliseconds
   */
  FirstSeen(KeyValueStore<Bytes, byte[]> store, Duration retention, LongSupplier clock) {
    this.store = store;
    this.retentionMs = retention.toMillis();
    this.clock = clock;
  }

  static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
    return Stores.keyValueStoreBuilder(
        CrashSafeStore.supplier(STORE), Serdes.Bytes(), Serdes.ByteArray());
  }

  /** Who reported this superseded version; null if it is not known (any more). */
  @Nullable Set<String> reporters(String hash) {
    var entry = read(hashKey(hash));
    return entry == null || entry.time() < expiry() ? null : entry.sources();
  }

  /** Remembers a version from now on, with the sources that are known to have reported it. */
  void remember(String hash, Collection<String> sources) {
    var key = hashKey(hash);
    var entry = read(key);
    var all = new LinkedHashSet<String>();
    if (entry != null) {
      all.addAll(entry.sources());
    }
    all.addAll(sources);
    var now = clock.getAsLong();
    store.put(key, new Entry(now, all).bytes());
    store.put(timeKey(now, HexFormat.of().parseHex(hash)), EMPTY);
  }

  /** Adds a source to a version that is remembered. */
  void add(String hash, String source) {
    var key = hashKey(hash);
    var entry = read(key);
    if (entry != null) {
      var all = new LinkedHashSet<>(entry.sources());
      all.add(source);
      store.put(key, new Entry(entry.time(), all).bytes());
    }
  }

  /**
   * Deletes what has expired, oldest first, at most {@code limit} versions; true if there may be
   * more.
   */
  boolean purge(int limit) {
    var before = expiry();
    if (before <= 0) {
      return false;
    }
    var left = limit;
    try (var expired = store.range(purgedTo, timeKey(before, new byte[HASH_BYTES]))) {
      while (left > 0 && expired.hasNext()) {
        purgedTo = expired.next().key;
        delete(purgedTo);
        left--;
      }
    }
    return left == 0;
  }

  private void delete(Bytes timeKey) {
    var fields = ByteBuffer.wrap(timeKey.get(), 1, Long.BYTES + HASH_BYTES);
    var time = fields.getLong();
    var hash = new byte[HASH_BYTES];
    fields.get(hash);
    var key = key(BY_HASH, hash);
    var entry = read(key);
    // Superseded once more since then: a later time key will delete it.
    if (entry != null && entry.time() == time) {
      store.delete(key);
    }
    store.delete(timeKey);
  }

  private long expiry() {
    return clock.getAsLong() - retentionMs;
  }

  private @Nullable Entry read(Bytes key) {
    var bytes = store.get(key);
    return bytes == null ? null : Entry.of(bytes);
  }

  private static Bytes hashKey(String hash) {
    return key(BY_HASH, HexFormat.of().parseHex(hash));
  }

  private static Bytes timeKey(long time, byte[] hash) {
    var key = ByteBuffer.allocate(1 + Long.BYTES + HASH_BYTES);
    return Bytes.wrap(key.put(BY_TIME).putLong(time).put(hash).array());
  }

  private static Bytes key(byte kind, byte[] hash) {
    return Bytes.wrap(ByteBuffer.allocate(1 + HASH_BYTES).put(kind).put(hash).array());
  }

  /** One remembered version. */
  private record Entry(long time, Set<String> sources) {
    static Entry of(byte[] bytes) {
      var fields = ByteBuffer.wrap(bytes);
      var format = fields.get();
      if (format != FORMAT) {
        throw new SerializationException(
            "Store first-seen has format " + format + ", this version reads " + FORMAT);
      }
      var time = fields.getLong();
      var sources = new LinkedHashSet<String>();
      while (fields.hasRemaining()) {
        var name = new byte[fields.getShort()];
        fields.get(name);
        sources.add(new String(name, UTF_8));
      }
      return new Entry(time, sources);
    }

    byte[] bytes() {
      var names = sources.stream().map(name -> name.getBytes(UTF_8)).toList();
      var length = names.stream().mapToInt(name -> Short.BYTES + name.length).sum();
      var fields = ByteBuffer.allocate(1 + Long.BYTES + length).put(FORMAT).putLong(time);
      names.forEach(name -> fields.putShort((short) name.length).put(name));
      return fields.array();
    }
  }
}
