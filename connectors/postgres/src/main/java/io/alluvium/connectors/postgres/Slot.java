package io.alluvium.connectors.postgres;

import java.sql.SQLException;
import java.util.Optional;

/**
 * A replication slot as the server sees it.
 *
 * @param plugin its output plugin
 * @param database its database
 * @param active whether somebody reads it
 * @param restart oldest log that it holds back
 * @param confirmed everything committed before was confirmed by its reader
 * @param walStatus reserved, extended, unreserved or lost
 * @param safeBytes log that may be written before it is in danger; -1 = no limit
 * @param end where the server writes now
 */
record Slot(
    String plugin,
    String database,
    boolean active,
    long restart,
    long confirmed,
    String walStatus,
    long safeBytes,
    long end) {
  private static final String LOST = "lost";

  static Optional<Slot> find(Database database, String name) throws SQLException {
    return database.queryOne(
        row ->
            new Slot(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                lsn(row.getString(4)),
                lsn(row.getString(5)),
                row.getString(6) == null ? LOST : row.getString(6),
                row.getString(7) == null ? -1 : row.getLong(7),
                lsn(row.getString(8))),
        """
        SELECT plugin, database, active, restart_lsn, confirmed_flush_lsn, wal_status,
          safe_wal_size, pg_current_wal_lsn()
        FROM pg_replication_slots WHERE slot_name = ?
        """,
        name);
  }

  private static long lsn(@org.jspecify.annotations.Nullable String text) {
    return text == null ? 0 : Lsn.parse(text);
  }

  boolean isLost() {
    return walStatus.equals(LOST);
  }

  /** 0 reserved, 1 extended, 2 unreserved, 3 lost. */
  int walStatusNumber() {
    return switch (walStatus) {
      case "reserved" -> 0;
      case "extended" -> 1;
      case "unreserved" -> 2;
      default -> 3;
    };
  }

  /** Log that the server keeps because of it. */
  long retainedBytes() {
    return restart == 0 ? 0 : Math.max(0, end - restart);
  }

  /** Log that its reader has not confirmed. */
  long lagBytes() {
    return confirmed == 0 ? 0 : Math.max(0, end - confirmed);
  }
}
