package io.alluvium.sinks;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A durable projection of {@code events}, {@code enriched} and what is known about them: hot, warm
 * or cold. It reads the log by itself; nothing is moved between tiers.
 *
 * <p>A tier consists of shards, one per partition of its topics. One thread, the {@link
 * TierReader}'s, opens and feeds them; searching is another interface ({@link
 * io.alluvium.sinks.search.TierSearch}) and may happen on any thread at any time.
 */
public interface Tier extends AutoCloseable {
  /**
   * Name of the tier in answers, metrics and configuration: {@code hot}, {@code warm}, {@code
   * cold}.
   */
  String name();

  /** The topics it is made of. */
  Set<TierTopic> reads();

  /**
   * The shard of one partition: the one that is open and sound, or else opened from its last
   * commit, or else a new and empty one.
   *
   * @param partition partition number, the same on every topic of the tier
   * @throws TierCorruptedException if what is stored cannot be read, or holds data without offsets
   * @throws TierException if it cannot be opened now: another process has it, storage fails, or a
   *     newer version of the product wrote it
   */
  Shard open(int partition);

  /**
   * The shards of several partitions, each as {@link #open(int)} gives it; those that failed to
   * open do not keep others from being open.
   *
   * @throws TierException as {@link #open(int)}, for the first that failed
   */
  default Map<Integer, Shard> open(Set<Integer> partitions) {
    var shards = new TreeMap<Integer, Shard>();
    partitions.forEach(partition -> shards.put(partition, open(partition)));
    return shards;
  }

  /**
   * Makes everything applied to these shards durable, together with the offsets it came from: each
   * by itself ({@link Shard#commit}), or all in one step where the tier's storage is one.
   *
   * @param offsets for each open shard, the next offset to read of each topic
   * @throws TierException if storage fails; of no shard have records moved without their offsets
   */
  default void commit(Map<Shard, TierOffsets> offsets) {
    offsets.forEach((shard, next) -> {
      if (!next.equals(shard.offsets())) {
        shard.commit(next);
      }
    });
  }

  /** True when it holds as much uncommitted as it may: then a commit is due at once. */
  default boolean isFull() {
    return false;
  }

  /**
   * True when all partitions are committed in one step, so that one reader of the group must have
   * them all.
   */
  default boolean hasSoleReader() {
    return false;
  }

  /** Shards of which there are files, open or not. */
  default Set<Integer> stored() {
    return Set.of();
  }

  /** Closes every open shard. What was not committed is dropped; the next reader replays it. */
  @Override
  void close();
}
