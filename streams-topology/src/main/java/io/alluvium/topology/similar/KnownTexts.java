package io.alluvium.topology.similar;

import io.alluvium.topology.store.CrashSafeStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The store {@code similar-texts}: the newest version of each entity that has a text to compare,
 * for {@link #RETENTION} of ingestion time.
 *
 * <p>Two kinds of keys share the store. {@code e} + short key holds the {@link KnownText}. {@code
 * t} + time + short key is empty and lies in order of time, so that a purge reads only what it
 * deletes, however large the store is.
 */
final class KnownTexts {
  /** Name of the store; its changelog depends on it. */
  static final String STORE = "similar-texts";

  static final Duration RETENTION = Duration.ofDays(90);

  private static final byte BY_ENTITY = 'e';
  private static final byte BY_TIME = 't';
  private static final byte[] EMPTY = {1};

  private final KeyValueStore<Bytes, byte[]> store;
  private final LongSupplier clock;

  /** Nothing lies before it: a purge does not step over what earlier ones have deleted. */
  private Bytes purgedTo = timeKey(0, 0);

  /**
   * @param clock ingestion time, in milliseconds
   */
  KnownTexts(KeyValueStore<Bytes, byte[]> store, LongSupplier clock) {
    this.store = store;
    this.clock = clock;
  }

  static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
    return Stores.keyValueStoreBuilder(
        CrashSafeStore.dense(STORE), Serdes.Bytes(), Serdes.ByteArray());
  }

  /** What is stored, though it may have expired. */
  @Nullable KnownText stored(long entity) {
    var bytes = store.get(entityKey(entity));
    return bytes == null ? null : KnownText.of(bytes);
  }

  /** The newest version of an entity; null if there is none to compare with (any more). */
  @Nullable KnownText get(long entity) {
    var text = stored(entity);
    return text == null || isExpired(text) ? null : text;
  }

  boolean isExpired(KnownText text) {
    return text.time() < expiry();
  }

  /** Remembers a new version, in place of what is stored. */
  void replace(long entity, KnownText text) {
    remove(entity);
    update(entity, text);
    store.put(timeKey(text.time(), entity), EMPTY);
  }

  /** Writes the same version again. */
  void update(long entity, KnownText text) {
    store.put(entityKey(entity), text.bytes());
  }

  /** Forgets an entity, if it is known. */
  void remove(long entity) {
    var old = stored(entity);
    if (old != null) {
      store.delete(entityKey(entity));
      store.delete(timeKey(old.time(), entity));
    }
  }

  /**
   * Hands over the entities that have expired, oldest first, at most {@code limit}; true if there
   * may be more.
   */
  boolean expire(int limit, Consumer<Long> forget) {
    var before = expiry();
    if (before <= 0) {
      return false;
    }
    var left = limit;
    try (var expired = store.range(purgedTo, timeKey(before, 0))) {
      while (left > 0 && expired.hasNext()) {
        purgedTo = expired.next().key;
        forget.accept(ByteBuffer.wrap(purgedTo.get()).getLong(1 + Long.BYTES));
        left--;
      }
    }
    return left == 0;
  }

  private long expiry() {
    return clock.getAsLong() - RETENTION.toMillis();
  }

  private static Bytes entityKey(long entity) {
    return Bytes.wrap(
        ByteBuffer.allocate(1 + ShortKey.BYTES).put(BY_ENTITY).putLong(entity).array());
  }

  private static Bytes timeKey(long time, long entity) {
    var key = ByteBuffer.allocate(1 + Long.BYTES + ShortKey.BYTES);
    return Bytes.wrap(key.put(BY_TIME).putLong(time).putLong(entity).array());
  }
}
