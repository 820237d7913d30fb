package io.alluvium.sinks;

import java.time.Instant;

/**
 * A shard that a reader has been given.
 *
 * @param shard its number
 * @param toRead records it lacked when it was opened, too many to call it whole; 0 if it was whole,
 *     or has not been opened yet
 * @param left how many of those it lacks still
 * @param trimmed whether the log has some of them no more, which another node had read: they must
 *     come from elsewhere
 * @param since when it was given
 */
public record ShardState(int shard, long toRead, long left, boolean trimmed, Instant since) {
  static ShardState notOpen(int shard) {
    return new ShardState(shard, 0, 1, false, Instant.now());
  }

  static ShardState begun(int shard, long toRead) {
    return new ShardState(shard, toRead, toRead, false, Instant.now());
  }

  /** One that reads on, and lacks so many records for good. */
  static ShardState trimmed(int shard, long lacking) {
    return new ShardState(shard, lacking, lacking, true, Instant.now());
  }

  /** Whether it answers for all that there was when this reader got it. */
  public boolean isWhole() {
    return left == 0;
  }

  /** Whether its files are open. */
  public boolean isOpen() {
    return isWhole() || toRead > 0;
  }

  ShardState with(long fewer) {
    return new ShardState(shard, toRead, fewer, trimmed, since);
  }
}
