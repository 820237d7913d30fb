package io.alluvium.sinks.iceberg;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.jspecify.annotations.Nullable;

/** A table as it is now: its metadata is fetched only if it has changed. Thread-safe. */
final class CurrentTable {
  private final Supplier<Optional<Table>> load;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable BaseTable known;

  /**
   * @param load opens the table
   */
  CurrentTable(Supplier<Optional<Table>> load) {
    this.load = load;
  }

  /** What a later commit does not change; empty if there is no table. */
  Optional<Table> get() {
    lock.lock();
    try {
      if (known == null || !isRefreshed(known)) {
        known = (BaseTable) load.get().orElse(null);
      }
      return Optional.ofNullable(known).map(CurrentTable::asItIs);
    } finally {
      lock.unlock();
    }
  }

  /** False if it was dropped, and perhaps made again. */
  private static boolean isRefreshed(BaseTable table) {
    return Storage.guarded(
        "open table " + table.name(),
        () -> {
          try {
            table.refresh();
          } catch (NoSuchTableException | IllegalStateException dropped) {
            return false;
          }
          TableSettings.requireReadable(table);
          return true;
        });
  }

  private static Table asItIs(BaseTable table) {
    var now =
        new StaticTableOperations(
            table.operations().current(), table.io(), table.locationProvider());
    return new BaseTable(now, table.name());
  }
}
