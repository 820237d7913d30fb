package io.alluvium.connectors.postgres;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A table that the source follows: what it is and what its columns mean. */
final class Followed {
  private final Table table;
  private final TableMapping mapping;
  private final List<String> key;
  private final List<String> published;
  private final Set<String> read = new LinkedHashSet<>();

  /**
   * @param table as the catalog has it
   * @param mapping as the settings have it
   */
  Followed(Table table, TableMapping mapping) {
    this.table = table;
    this.mapping = mapping;
    this.key = List.copyOf(table.key(mapping));
    this.published = table.published(mapping).stream().map(Table.Column::name).toList();
    read.addAll(published);
    read.addAll(key);
  }

  Table table() {
    return table;
  }

  TableMapping mapping() {
    return mapping;
  }

  TableName name() {
    return table.name();
  }

  List<String> key() {
    return key;
  }

  /** Whether the key is one that Debezium would not choose by itself. */
  boolean hasOwnKey() {
    return !key.equals(table.primaryKey());
  }

  /** Names of the columns that are published, in the table's order. */
  List<String> published() {
    return published;
  }

  /** Columns that have to be read: the published ones and the key. */
  Set<String> read() {
    return Collections.unmodifiableSet(read);
  }

  /** Columns that never leave the database. */
  List<String> hidden() {
    return table.columns().stream()
        .map(Table.Column::name)
        .filter(column -> !read.contains(column))
        .toList();
  }
}
