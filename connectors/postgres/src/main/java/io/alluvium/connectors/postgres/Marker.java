package io.alluvium.connectors.postgres;

import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mark that the source writes into the log and waits to read: when it comes, everything that was
 * committed before it has come. It is a change too, so that an idle database holds no log back. It
 * needs no table ({@code pg_logical_emit_message}).
 */
final class Marker {
  private final Database database;
  private final String prefix;
  private @Nullable String awaited;
  private Instant writtenAt = Instant.EPOCH;

  Marker(Database database, String slot) {
    this.database = database;
    this.prefix = prefix(slot);
  }

  /** What the messages of a slot's source are known by. */
  static String prefix(String slot) {
    return "alluvium." + slot;
  }

  boolean isAwaited() {
    return awaited != null;
  }

  /** Writes a mark. */
  void write() throws SQLException {
    var mark = UUID.randomUUID().toString();
    writtenAt = Instant.now();
    database.text("SELECT pg_logical_emit_message(true, ?, ?)::text", prefix, mark);
    awaited = mark;
  }

  /** Takes a mark read; true if it is the one awaited, and not an older one read again. */
  boolean arrived(String mark) {
    if (!mark.equals(awaited)) {
      return false;
    }
    awaited = null;
    return true;
  }

  /** When the last mark was written: before that nothing is missing. */
  Instant writtenAt() {
    return writtenAt;
  }
}
