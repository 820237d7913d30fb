package io.alluvium.sinks;

import java.time.Duration;

/**
 * Says when to refresh and when to commit. Reading live, a batch is searchable at once; in a
 * backfill both come less often, because each costs the same for one record as for thousands.
 */
final class TierRhythm {
  /** More records behind than this is a backfill. */
  private static final long BACKFILL_LAG = 1_000;

  /** A refresh may take at most this share of the time: one part in three. */
  private static final int REST_PER_REFRESH = 2;

  private static final int BACKFILL_COMMIT_FACTOR = 5;

  private final TierReaderConfig config;
  private long refreshedAt = System.nanoTime();
  private long committedAt = System.nanoTime();
  private long restNanos;
  private long uncommitted;

  TierRhythm(TierReaderConfig config) {
    this.config = config;
  }

  void applied(int records) {
    uncommitted += records;
  }

  boolean refreshDue(long lag) {
    long wait = lag > BACKFILL_LAG ? config.bulkRefresh().toNanos() : restNanos;
    return System.nanoTime() - refreshedAt >= wait;
  }

  void refreshed(Duration took) {
    refreshedAt = System.nanoTime();
    restNanos =
        Math.min(took.multipliedBy(REST_PER_REFRESH).toNanos(), config.bulkRefresh().toNanos());
  }

  boolean commitDue(long lag) {
    long interval = config.commitInterval().toNanos();
    long wait = lag > BACKFILL_LAG ? interval * BACKFILL_COMMIT_FACTOR : interval;
    return uncommitted > 0
        && (uncommitted >= config.commitRecords() || System.nanoTime() - committedAt >= wait);
  }

  void committed() {
    committedAt = System.nanoTime();
    uncommitted = 0;
  }
}
