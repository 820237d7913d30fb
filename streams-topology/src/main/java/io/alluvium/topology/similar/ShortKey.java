package io.alluvium.topology.similar;

import io.alluvium.schemas.EntityKey;
import java.nio.ByteBuffer;

/**
 * Stands for an entity key in 8 bytes: its partition in 16 bits, so that the store that knows the
 * key can be found, and 48 bits of hash.
 *
 * <p>Should two of a partition's keys share one (of a million keys, one pair in 560 partitions),
 * the one that came last takes the place of the other; no wrong edge comes of it.
 */
final class ShortKey {
  static final int BYTES = Long.BYTES;

  private static final int HASH_BITS = 48;

  private ShortKey() {}

  static long of(String entityKey, int partitions) {
    long hash = 0;
    for (int i = 0; i < entityKey.length(); i++) {
      hash = (hash ^ entityKey.charAt(i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    long partition = new EntityKey(entityKey).partition(partitions);
    return partition << HASH_BITS | (hash * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - HASH_BITS);
  }

  /** Partition of the entity, of all topics. */
  static int partition(byte[] shortKey) {
    return ByteBuffer.wrap(shortKey).getChar(0);
  }

  static byte[] bytes(long shortKey) {
    return ByteBuffer.allocate(BYTES).putLong(shortKey).array();
  }
}
