package io.alluvium.topology;

import io.alluvium.schemas.Cursor;
import io.alluvium.topology.store.CrashSafeStore;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The store {@code cursors}: one record per source, scope and raw partition. */
final class CursorStore {
  /** Name of the store; its changelog depends on it. */
  static final String STORE = "cursors";

  private CursorStore() {}

  static StoreBuilder<KeyValueStore<String, Cursor>> builder() {
    return Stores.keyValueStoreBuilder(
        CrashSafeStore.supplier(STORE),
        Serdes.String(),
        StoreSerde.of(Cursor.class, "Cursor.1.avsc"));
  }
}
