package io.alluvium.connectors.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table as the catalog has it.
 *
 * @param name its name
 * @param columns its columns, in order
 * @param primaryKey columns of its primary key, in key order; empty if it has none
 * @param replicaIdentity d = primary key, f = whole rows, i = an index, n = nothing
 * @param identityIndex columns of the index that is the replica identity; empty if none is
 * @param readable whether the role may select from it
 */
record Table(
    TableName name,
    List<Column> columns,
    List<String> primaryKey,
    char replicaIdentity,
    List<String> identityIndex,
    boolean readable) {
  private static final Set<String> AS_TEXT =
      Set.of("text", "varchar", "bpchar", "json", "jsonb", "xml", "citext", "bytea", "numeric");
  private static final char WHOLE_ROWS = 'f';

  /**
   * A column.
   *
   * @param type name of its type, of the type under it for a domain
   * @param nullable whether it may be NULL
   * @param generated whether it is computed from others: the log does not have it
   * @param toastable whether a large value is stored apart, and left out of the log when unchanged
   */
  record Column(String name, String type, boolean nullable, boolean generated, boolean toastable) {
    /** Whether a value that the log leaves out can be looked up in the form that it has there. */
    boolean canBeLookedUp() {
      return AS_TEXT.contains(type);
    }
  }

  static Optional<Table> find(Database database, TableName name) throws SQLException {
    var columns = columns(database, name);
    return database.queryOne(
        row ->
            new Table(
                name,
                columns,
                list(row.getString(1)),
                row.getString(2).charAt(0),
                list(row.getString(3)),
                row.getBoolean(4)),
        """
        SELECT %s, c.relreplident, %s, has_table_privilege(c.oid, 'SELECT')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
        """
            .formatted(indexColumns("indisprimary"), indexColumns("indisreplident")),
        name.schema(),
        name.table());
  }

  // Names joined by a character that no identifier has.
  private static String indexColumns(String which) {
    return """
    (SELECT string_agg(a.attname, chr(1) ORDER BY k.nth) FROM pg_index i
      CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, nth)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = c.oid AND k.nth <= i.indnkeyatts AND i.%s)
    """
        .formatted(which);
  }

  private static List<Column> columns(Database database, TableName name) throws SQLException {
    return database.query(
        row ->
            new Column(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                row.getBoolean(4),
                row.getBoolean(5)),
        """
        SELECT a.attname, coalesce(b.typname, t.typname), NOT a.attnotnull,
          a.attgenerated <> '', a.attstorage <> 'p'
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_type t ON t.oid = a.atttypid
          LEFT JOIN pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
        WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
        """,
        List.of(name.schema(), name.table()));
  }

  private static List<String> list(@Nullable String joined) {
    return joined == null ? List.of() : Arrays.asList(joined.split("\u0001"));
  }

  Optional<Column> column(String column) {
    return columns.stream().filter(one -> one.name().equals(column)).findFirst();
  }

  /** Columns that name a row: those of the mapping, else the primary key. */
  List<String> key(TableMapping mapping) {
    var chosen = mapping.all(TableMapping.KEY);
    return chosen.isEmpty() ? primaryKey : chosen;
  }

  /** Columns that are published, in the table's order. */
  List<Column> published(TableMapping mapping) {
    var published = new ArrayList<Column>();
    for (var column : columns) {
      if (!column.generated() && mapping.publishes(column.name())) {
        published.add(column);
      }
    }
    return published;
  }

  boolean logsWholeRows() {
    return replicaIdentity == WHOLE_ROWS;
  }
}
