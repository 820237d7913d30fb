package io.alluvium.sinks;

/** Something done with a shard beside applying records. */
@FunctionalInterface
public interface ShardChange {
  /**
   * Makes the change, on the thread that owns the shard.
   *
   * @return whether anything changed, so that it has to be committed
   * @throws IllegalArgumentException if it cannot be made; the shard is unharmed
   * @throws TierException if the shard is broken
   */
  boolean make(Shard shard);
}
