package io.alluvium.sinks;

/**
 * A durable projection of {@code events} and {@code enriched}: hot, warm or cold. It reads the log
 * by itself; nothing is moved between tiers.
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

  /** Closes every open shard. What was not committed is dropped; the next reader replays it. */
  @Override
  void close();
}
