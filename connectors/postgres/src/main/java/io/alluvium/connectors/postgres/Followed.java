package io.alluvium.connectors.postgres;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A table that the source follows: what it is and what its columns mean.
 *
 * @param table as the catalog has it
 * @param mapping as the settings have it
 */
record Followed(Table table, TableMapping mapping) {
  TableName name() {
    return table.name();
  }

  List<String> key() {
    return table.key(mapping);
  }

  /** Whether the key is one that Debezium would not choose by itself. */
  boolean hasOwnKey() {
    return !key().equals(table.primaryKey());
  }

  /** Columns that have to be read: the published ones and the key. */
  Set<String> read() {
    var read = new LinkedHashSet<String>();
    table.published(mapping).forEach(column -> read.add(column.name()));
    read.addAll(key());
    return read;
  }

  /** Columns that never leave the database. */
  List<String> hidden() {
    var read = read();
    return table.columns().stream()
        .map(Table.Column::name)
        .filter(column -> !read.contains(column))
        .toList();
  }
}
