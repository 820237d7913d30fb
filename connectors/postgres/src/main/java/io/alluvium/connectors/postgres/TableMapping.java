package io.alluvium.connectors.postgres;

import io.alluvium.connectors.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the columns of one table mean, by {@code postgres.mapping.<schema.table>.<role>}.
 *
 * @param table the table
 * @param columns names of columns by role, in the order they were given
 */
record TableMapping(TableName table, Map<String, List<String>> columns) {
  static final String KEY = "key";
  static final String TIME = "time";
  static final String ACTOR = "actor";
  static final String ACTOR_NAME = "actor.name";
  static final String TITLE = "title";
  static final String TEXT = "text";
  static final String THREAD = "thread";
  static final String THREAD_TABLE = "thread.table";
  static final String INCLUDE = "include";
  static final String EXCLUDE = "exclude";

  private static final Set<String> LISTS = Set.of(KEY, TEXT, THREAD, INCLUDE, EXCLUDE);
  static final List<String> ROLES =
      List.of(KEY, TIME, ACTOR, ACTOR_NAME, TITLE, TEXT, THREAD, THREAD_TABLE, INCLUDE, EXCLUDE);

  TableMapping {
    columns = Map.copyOf(columns);
  }

  /** The mapping of every table of the source; those without settings have an empty one. */
  static Map<TableName, TableMapping> of(PostgresSourceConfig config) {
    var settings = config.mappingSettings();
    var mappings = new TreeMap<TableName, TableMapping>();
    for (var table : config.tables()) {
      var columns = new HashMap<String, List<String>>();
      settings.forEach(
          (key, value) -> role(table, key).ifPresent(role -> columns.put(role, names(value))));
      mappings.put(table, new TableMapping(table, columns));
    }
    return mappings;
  }

  /** Mapping settings that name no table of the source, no role, or too many columns. */
  static List<Finding> findings(PostgresSourceConfig config) {
    var findings = new ArrayList<Finding>();
    config
        .mappingSettings()
        .forEach((key, value) -> {
          var setting = PostgresSourceConfig.MAPPING + key;
          var role = config.tables().stream().flatMap(t -> role(t, key).stream()).findAny();
          if (role.isEmpty()) {
            findings.add(
                new Finding(
                    setting,
                    setting + " is no setting",
                    "Name a table of " + PostgresSourceConfig.TABLES + " and one of " + ROLES));
          } else if (names(value).isEmpty()) {
            findings.add(new Finding(setting, setting + " is empty", "Name a column or remove it"));
          } else if (names(value).size() > 1 && !LISTS.contains(role.get())) {
            findings.add(new Finding(setting, setting + " names several columns", "Name one"));
          }
        });
    return findings;
  }

  private static Optional<String> role(TableName table, String key) {
    var prefix = table + ".";
    return key.startsWith(prefix) && ROLES.contains(key.substring(prefix.length()))
        ? Optional.of(key.substring(prefix.length()))
        : Optional.empty();
  }

  private static List<String> names(String value) {
    return Arrays.stream(value.split(",")).map(String::trim).filter(s -> !s.isEmpty()).toList();
  }

  /** Columns of a role that may have several. */
  List<String> all(String role) {
    return columns.getOrDefault(role, List.of());
  }

  /** Column of a role that has one at most. */
  Optional<String> one(String role) {
    return all(role).stream().findFirst();
  }

  /** Whether a column is published. Columns that the mapping gives a role are, unless excluded. */
  boolean publishes(String column) {
    var included = all(INCLUDE);
    if (all(EXCLUDE).contains(column)) {
      return false;
    }
    return included.isEmpty()
        || included.contains(column)
        || columns.entrySet().stream()
            .anyMatch(
                role -> !role.getKey().equals(THREAD_TABLE) && role.getValue().contains(column));
  }

  /** Table that the thread columns name a row of; this one unless it is said. */
  TableName threadTable() {
    return one(THREAD_TABLE).flatMap(TableName::parse).orElse(table);
  }
}
