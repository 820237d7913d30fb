package io.alluvium.topology.store;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.rocksdb.CompressionType;

/**
 * Makes the stores of one name, one for each task.
 *
 * @param compression of its files; those that are there already stay as they are
 */
record CrashSafeStoreSupplier(String name, CompressionType compression)
    implements KeyValueBytesStoreSupplier {
  @Override
  public KeyValueStore<Bytes, byte[]> get() {
    return new CrashSafeStore(name, compression);
  }

  @Override
  public String metricsScope() {
    return "crash-safe";
  }
}
