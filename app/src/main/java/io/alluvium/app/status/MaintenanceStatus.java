package io.alluvium.app.status;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the tables of the cold tier are kept in order: the run that goes on, or the last one.
 *
 * @param state {@code never}, {@code running}, {@code finished} or {@code failed: <why>}
 * @param table what a run that goes on is at
 * @param rewritten small files put together
 * @param written files that took their place
 * @param expired snapshots forgotten
 * @param deleted files that no snapshot named
 * @param finishedAt when a run last came to its end; null before
 */
public record MaintenanceStatus(
    String state,
    String table,
    long rewritten,
    long written,
    long expired,
    long deleted,
    @Nullable Instant finishedAt) {
  /** Before the first run. */
  public static final MaintenanceStatus NEVER =
      new MaintenanceStatus("never", "", 0, 0, 0, 0, null);

  /** The same run, at its end. */
  public MaintenanceStatus finished(Instant at) {
    return new MaintenanceStatus("finished", "", rewritten, written, expired, deleted, at);
  }

  /** The same run, broken off. */
  public MaintenanceStatus failed(String why) {
    return new MaintenanceStatus(
        "failed: " + why, table, rewritten, written, expired, deleted, finishedAt);
  }
}
