package io.alluvium.sinks;

import java.time.Duration;

/**
 * Says when to refresh and when to commit. Reading live, a record is searchable at once; in a
 * backfill both come less often, because each costs the same for one record as for thousands.
 */
final class TierRhythm {
  /** More records behind than this is a backfill. */
  private static final long BACKFILL_LAG = 1_000;

  /** More records per second than this is a backfill too, even when the tier keeps up. */
  private static final double BACKFILL_RATE = 300;

  /** Reading live, a refresh may take one part in three of the time; in a backfill, one in ten. */
  private static final int LIVE_REST = 2;

  private static final int BACKFILL_REST = 9;

  /** In a backfill, the waiting times of the configuration grow up to so many times. */
  private static final int MOST_GROWTH = 4;

  private final TierReaderConfig config;
  private final RecentRate rate = new RecentRate();
  private long refreshedAt = System.nanoTime();
  private long committedAt = System.nanoTime();
  private long refreshNanos;
  private long commitNanos;
  private long uncommitted;
  private boolean backfill;

  TierRhythm(TierReaderConfig config) {
    this.config = config;
  }

  /** A batch was applied. */
  void applied(int records, long lag) {
    uncommitted += records;
    rate.add(records);
    backfill = lag > BACKFILL_LAG || rate.perSecond() > BACKFILL_RATE;
  }

  boolean isBackfill() {
    return backfill;
  }

  boolean refreshDue() {
    long bulk = config.bulkRefresh().toNanos();
    long wait =
        backfill
            ? Math.clamp(refreshNanos * BACKFILL_REST, bulk, bulk * MOST_GROWTH)
            : Math.min(refreshNanos * LIVE_REST, bulk);
    return System.nanoTime() - refreshedAt >= wait;
  }

  void refreshed(Duration took) {
    refreshedAt = System.nanoTime();
    refreshNanos = took.toNanos();
  }

  boolean commitDue() {
    long interval = config.commitInterval().toNanos();
    long wait =
        backfill
            ? Math.clamp(commitNanos * BACKFILL_REST, interval * 2, interval * MOST_GROWTH)
            : interval;
    return uncommitted > 0
        && (uncommitted >= config.commitRecords() || System.nanoTime() - committedAt >= wait);
  }

  /** True now and then while nothing is applied: positions may have moved past markers. */
  boolean lookDue() {
    long now = System.nanoTime();
    if (uncommitted > 0 || now - committedAt < config.commitInterval().toNanos()) {
      return false;
    }
    committedAt = now;
    return true;
  }

  void committed(Duration took) {
    committedAt = System.nanoTime();
    commitNanos = took.toNanos();
    uncommitted = 0;
  }
}
