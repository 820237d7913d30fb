package io.alluvium.sinks;

import java.time.Duration;

/**
 * How a tier reads.
 *
 * @param groupId consumer group, such as {@code alluvium-tier-hot}; the trimmer watches it
 * @param instanceId static member of that group, the node's id: the same after a restart, different
 *     on every node
 * @param commitInterval longest time that applied records stay uncommitted while reading live
 * @param commitRecords applied records after which a commit comes, at the latest, during backfill
 * @param bulkRefresh shortest time between two refreshes during backfill; reading live, every batch
 *     is searchable at once
 * @param listener hears what could not be applied
 */
public record TierReaderConfig(
    String groupId,
    String instanceId,
    Duration commitInterval,
    int commitRecords,
    Duration bulkRefresh,
    TierListener listener) {
  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);
  private static final int COMMIT_RECORDS = 20_000;
  private static final Duration BULK_REFRESH = Duration.ofSeconds(3);

  public TierReaderConfig {
    if (!commitInterval.isPositive() || !bulkRefresh.isPositive() || commitRecords <= 0) {
      throw new IllegalArgumentException(
          "Commit interval, commit records and bulk refresh must be positive, were "
              + commitInterval
              + ", "
              + commitRecords
              + ", "
              + bulkRefresh);
    }
  }

  /** The usual settings for a group and a member of it. */
  public static TierReaderConfig of(String groupId, String instanceId, TierListener listener) {
    return new TierReaderConfig(
        groupId, instanceId, COMMIT_INTERVAL, COMMIT_RECORDS, BULK_REFRESH, listener);
  }
}
