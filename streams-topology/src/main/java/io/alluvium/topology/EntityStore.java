package io.alluvium.topology;

import io.alluvium.schemas.EntityState;
import io.alluvium.topology.store.CrashSafeStore;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The store {@code entities}: what ingest knows of every entity, by entity key. Never expires. */
final class EntityStore {
  /** Name of the store; its changelog depends on it. */
  static final String STORE = "entities";

  private EntityStore() {}

  static StoreBuilder<KeyValueStore<String, EntityState>> builder() {
    return Stores.keyValueStoreBuilder(
        CrashSafeStore.supplier(STORE), Serdes.String(), EntityStateSerde.create());
  }
}
