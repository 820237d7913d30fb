package io.alluvium.connectors.postgres;

import java.util.Optional;

/**
 * A table, as it is written in settings: {@code schema.table}.
 *
 * @param schema its schema
 * @param table its own name
 */
record TableName(String schema, String table) implements Comparable<TableName> {
  /** Parses {@code schema.table}; empty if it is something else. */
  static Optional<TableName> parse(String text) {
    int dot = text.indexOf('.');
    if (dot <= 0 || dot == text.length() - 1 || text.indexOf('"') >= 0) {
      return Optional.empty();
    }
    return Optional.of(new TableName(text.substring(0, dot), text.substring(dot + 1)));
  }

  /** As SQL wants it. */
  String quoted() {
    return quote(schema) + "." + quote(table);
  }

  /** An identifier as SQL wants it. */
  static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public int compareTo(TableName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
