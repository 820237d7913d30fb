package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.TierCorruptedException;
import io.alluvium.sinks.TierException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps tables small and quick to read: puts small files together, forgets old snapshots, and
 * deletes files that no snapshot names. Can be stopped at any point and run again.
 */
public final class ColdMaintenance {
  /**
   * When what is done.
   *
   * @param keepSnapshots how long a snapshot can be read after the next one came
   * @param grace how old a file must be that no snapshot names before it is deleted: longer than
   *     any commit takes
   * @param fileBytes size of the files that small ones are put together to
   * @param fewest small files of today that are put together; of a day that is over, two are
   */
  public record Limits(Duration keepSnapshots, Duration grace, long fileBytes, int fewest) {
    /** For an installation that commits every minute. */
    public static final Limits USUAL =
        new Limits(Duration.ofHours(6), Duration.ofDays(1), 64L << 20, 16);

    public Limits {
      if (keepSnapshots.isNegative() || grace.isNegative() || fileBytes < 1 || fewest < 2) {
        throw new IllegalArgumentException(
            "Limits must not be negative and files at least 2, were "
                + keepSnapshots
                + ", "
                + grace
                + ", "
                + fileBytes
                + ", "
                + fewest);
      }
    }
  }

  /**
   * What a run did, or has done so far.
   *
   * @param table what it is at; empty when it is done
   * @param rewritten files that were put together
   * @param written files that took their place
   * @param expired snapshots that were forgotten
   * @param deleted files that no snapshot named
   */
  public record Progress(String table, long rewritten, long written, long expired, long deleted) {}

  private final ColdTables tables;
  private final RowFiles files;
  private final Limits limits;
  private final Clock clock;

  ColdMaintenance(ColdTables tables, RowFiles files, Limits limits) {
    this.tables = tables;
    this.files = files;
    this.limits = limits;
    this.clock = Clock.systemUTC();
  }

  /**
   * Does what is due in every table.
   *
   * @param listener hears after each step how far it is
   * @return what it did
   * @throws TierException if storage fails, or another committer was faster; what was done stays
   *     done
   * @throws TierCorruptedException if files are damaged; all else is done
   */
  public Progress run(Consumer<Progress> listener) {
    var done = new Progress("", 0, 0, 0, 0);
    var damaged = new ArrayList<TierCorruptedException>();
    for (var store : tables.all()) {
      if (store.load().isPresent()) {
        done = of(store, done, listener, damaged);
      }
    }
    done = new Progress("", done.rewritten(), done.written(), done.expired(), done.deleted());
    listener.accept(done);
    if (!damaged.isEmpty()) {
      throw damaged.getFirst();
    }
    return done;
  }

  private Progress of(
      TableStore store,
      Progress before,
      Consumer<Progress> listener,
      List<TierCorruptedException> damaged) {
    var name = store.layout().table();
    var progress =
        new Progress(
            name, before.rewritten(), before.written(), before.expired(), before.deleted());
    listener.accept(progress);
    progress = compacted(store, progress, listener, damaged);
    long expired = store.expire(clock.millis() - limits.keepSnapshots().toMillis());
    long deleted =
        Storage.guarded("delete what no snapshot of " + name + " names", () -> sweep(store));
    progress =
        new Progress(
            name,
            progress.rewritten(),
            progress.written(),
            progress.expired() + expired,
            progress.deleted() + deleted);
    listener.accept(progress);
    return progress;
  }

  /** Puts files together; of those that are damaged, nothing is touched. */
  private Progress compacted(
      TableStore store,
      Progress before,
      Consumer<Progress> listener,
      List<TierCorruptedException> damaged) {
    var progress = before;
    var compaction = new TableCompaction(store, files, limits);
    for (var group : compaction.due(LocalDate.now(clock.withZone(ZoneOffset.UTC)))) {
      try {
        int written =
            Storage.guarded(
                "put files of " + before.table() + " together", () -> compaction.rewrite(group));
        progress =
            new Progress(
                progress.table(),
                progress.rewritten() + group.files().size(),
                progress.written() + written,
                progress.expired(),
                progress.deleted());
        listener.accept(progress);
      } catch (TierCorruptedException broken) {
        damaged.add(broken);
      }
    }
    return progress;
  }

  private long sweep(TableStore store) throws IOException {
    return OrphanFiles.delete(store, clock.millis() - limits.grace().toMillis());
  }
}
