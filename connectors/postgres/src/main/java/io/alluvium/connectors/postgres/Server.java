package io.alluvium.connectors.postgres;

import java.sql.SQLException;

/**
 * What a server says of itself.
 *
 * @param system identifier of the cluster
 * @param timeline timeline it writes
 * @param version server_version_num
 * @param walLevel what the log is good for
 * @param standby whether it only follows another
 */
record Server(String system, long timeline, int version, String walLevel, boolean standby) {
  static final int OLDEST_VERSION = 140_000;
  static final int FAILOVER_SLOTS = 170_000;

  static Server of(Database database) throws SQLException {
    return database
        .queryOne(
            row ->
                new Server(
                    row.getString(1),
                    row.getLong(2),
                    row.getInt(3),
                    row.getString(4),
                    row.getBoolean(5)),
            """
            SELECT (SELECT system_identifier::text FROM pg_control_system()),
              (SELECT timeline_id FROM pg_control_checkpoint()),
              current_setting('server_version_num')::int,
              current_setting('wal_level'), pg_is_in_recovery()
            """)
        .orElseThrow();
  }

  /** Which is newer of two clusters, and of two histories of one: second of initdb, timeline. */
  long epoch() {
    return (Long.parseUnsignedLong(system) >>> 32 << 32) | timeline;
  }
}
