package io.alluvium.topology.links;

import io.alluvium.schemas.EntityLinks;
import io.alluvium.topology.StoreSerde;
import io.alluvium.topology.store.CrashSafeStore;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The store {@code links}: the edges that the current version of an entity states, by entity key.
 * An entity that states none has no entry.
 */
final class LinkStore {
  /** Name of the store; its changelog depends on it. */
  static final String STORE = "links";

  private LinkStore() {}

  static StoreBuilder<KeyValueStore<String, EntityLinks>> builder() {
    return Stores.keyValueStoreBuilder(
        CrashSafeStore.supplier(STORE), Serdes.String(), StoreSerde.of(EntityLinks.class));
  }
}
