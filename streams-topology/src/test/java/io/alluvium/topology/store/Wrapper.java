package io.alluvium.topology.store;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/** A store inside another, as Streams hands them out. */
final class Wrapper extends WrappedStateStore<CrashSafeStore, Bytes, byte[]> {
  Wrapper(CrashSafeStore store) {
    super(store);
  }
}
