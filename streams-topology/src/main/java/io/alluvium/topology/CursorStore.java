package io.alluvium.topology;

import io.alluvium.schemas.Cursor;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The store {@code cursors}: one record per source, scope and raw partition.
 *
 * <p>Few keys that change with every record: kept in memory, and cached, so that the changelog gets
 * one record per commit and key instead of one per raw record. Streams writes the cache out before
 * each of its commits.
 */
final class CursorStore {
  /** Name of the store; its changelog depends on it. */
  static final String STORE = "cursors";

  private CursorStore() {}

  static StoreBuilder<KeyValueStore<String, Cursor>> builder() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STORE),
            Serdes.String(),
            StoreSerde.of(Cursor.class, "Cursor.1.avsc"))
        .withCachingEnabled();
  }
}
