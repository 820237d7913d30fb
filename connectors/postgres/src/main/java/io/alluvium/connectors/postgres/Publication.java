package io.alluvium.connectors.postgres;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A publication: which tables the log is decoded for.
 *
 * @param allTables whether it is for all tables
 * @param complete whether it publishes inserts, updates, deletes and truncates
 * @param tables what it publishes
 */
record Publication(boolean allTables, boolean complete, Set<TableName> tables) {
  static Optional<Publication> find(Database database, String name) throws SQLException {
    var tables =
        database.query(
            row -> new TableName(row.getString(1), row.getString(2)),
            "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?",
            List.of(name));
    return database.queryOne(
        row -> new Publication(row.getBoolean(1), row.getBoolean(2), new TreeSet<>(tables)),
        """
        SELECT puballtables, pubinsert AND pubupdate AND pubdelete AND pubtruncate
        FROM pg_publication WHERE pubname = ?
        """,
        name);
  }

  /** The statement that makes one of exactly these tables. */
  static String create(String name, Collection<TableName> tables) {
    return "CREATE PUBLICATION %s FOR TABLE %s WITH (publish_via_partition_root = true)"
        .formatted(TableName.quote(name), list(tables));
  }

  /** The statement that makes an existing one hold exactly these tables. */
  static String set(String name, Collection<TableName> tables) {
    return "ALTER PUBLICATION %s SET TABLE %s".formatted(TableName.quote(name), list(tables));
  }

  private static String list(Collection<TableName> tables) {
    return tables.stream().map(TableName::quoted).collect(Collectors.joining(", "));
  }
}
