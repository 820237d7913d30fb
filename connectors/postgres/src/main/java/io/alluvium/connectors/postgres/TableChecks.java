package io.alluvium.connectors.postgres;

import io.alluvium.connectors.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks whether a table can be followed, and whether its mapping fits it. */
final class TableChecks {
  private static final Set<String> TIMES = Set.of("timestamp", "timestamptz", "date");

  private final Table table;
  private final TableMapping mapping;
  private final List<Finding> findings = new ArrayList<>();

  private TableChecks(Table table, TableMapping mapping) {
    this.table = table;
    this.mapping = mapping;
  }

  static List<Finding> of(PostgresSourceConfig config, Database database) throws SQLException {
    var findings = new ArrayList<Finding>();
    for (var entry : TableMapping.of(config).entrySet()) {
      var table = Table.find(database, entry.getKey());
      if (table.isEmpty()) {
        findings.add(
            new Finding(
                PostgresSourceConfig.TABLES,
                "Table " + entry.getKey() + " does not exist in " + config.database(),
                "Create it, or take it out; names are as in the catalog, without quotes"));
        continue;
      }
      var checks = new TableChecks(table.get(), entry.getValue());
      checks.access(config.user());
      checks.key();
      checks.columns();
      checks.largeValues();
      findings.addAll(checks.findings);
    }
    return findings;
  }

  private void access(String user) {
    if (!table.readable()) {
      add(
          PostgresSourceConfig.TABLES,
          user + " may not read table " + table.name(),
          "GRANT SELECT ON " + table.name().quoted() + " TO " + TableName.quote(user));
    }
  }

  private void key() {
    var key = table.key(mapping);
    if (key.isEmpty()) {
      add(
          PostgresSourceConfig.TABLES,
          "Table " + table.name() + " has no primary key, so its rows have no name",
          "Give it one; or make a unique index of columns that are NOT NULL its replica identity"
              + " and name them in "
              + setting(TableMapping.KEY));
    } else if (table.replicaIdentity() == 'n') {
      add(
          PostgresSourceConfig.TABLES,
          "Table " + table.name() + " has replica identity NOTHING: a deletion names no row",
          "ALTER TABLE " + table.name().quoted() + " REPLICA IDENTITY DEFAULT");
    } else if (!identifies(key)) {
      add(
          mapping.all(TableMapping.KEY).isEmpty()
              ? PostgresSourceConfig.TABLES
              : setting(TableMapping.KEY),
          "Table %s: the log names a row by %s, not by its key %s"
              .formatted(table.name(), identity(), key),
          "ALTER TABLE " + table.name().quoted() + " REPLICA IDENTITY FULL");
    }
  }

  private List<String> identity() {
    return table.replicaIdentity() == 'i' ? table.identityIndex() : table.primaryKey();
  }

  // Whole rows name every key; whether it is unique and never NULL is then the user's word.
  private boolean identifies(List<String> key) {
    return table.logsWholeRows() || new HashSet<>(identity()).equals(new HashSet<>(key));
  }

  private void columns() {
    mapping
        .columns()
        .forEach((role, names) -> {
          if (role.equals(TableMapping.THREAD_TABLE)) {
            threadTable();
            return;
          }
          names.forEach(name -> column(role, name));
        });
  }

  private void column(String role, String name) {
    var column = table.column(name);
    if (column.isEmpty()) {
      add(
          setting(role),
          "Table " + table.name() + " has no column " + name,
          "Its columns are " + table.columns().stream().map(Table.Column::name).toList());
    } else if (column.get().generated()) {
      add(
          setting(role),
          "Column " + name + " is generated: the log does not have it",
          "Name the columns it is made of");
    } else if (role.equals(TableMapping.TIME) && !TIMES.contains(column.get().type())) {
      add(
          setting(role),
          "Column " + name + " is " + column.get().type() + ", not a time",
          "Name a column of type " + String.join(", ", TIMES.stream().sorted().toList()));
    } else if (!role.equals(TableMapping.EXCLUDE)
        && mapping.all(TableMapping.EXCLUDE).contains(name)) {
      add(
          setting(role),
          "Column " + name + " is excluded",
          "Take it out of " + setting(TableMapping.EXCLUDE));
    }
  }

  private void threadTable() {
    if (mapping.one(TableMapping.THREAD_TABLE).flatMap(TableName::parse).isEmpty()) {
      add(setting(TableMapping.THREAD_TABLE), "It is not schema.table", "Write it so");
    }
  }

  private void largeValues() {
    if (table.logsWholeRows()) {
      return;
    }
    for (var column : table.published(mapping)) {
      if (column.toastable() && !column.canBeLookedUp()) {
        add(
            PostgresSourceConfig.TABLES,
            "Table %s: a large value of column %s (%s) that does not change is not in the log"
                .formatted(table.name(), column.name(), column.type()),
            "ALTER TABLE %s REPLICA IDENTITY FULL, or name the column in %s"
                .formatted(table.name().quoted(), setting(TableMapping.EXCLUDE)));
      }
    }
  }

  private String setting(String role) {
    return PostgresSourceConfig.MAPPING + table.name() + "." + role;
  }

  private void add(String setting, String problem, String remedy) {
    findings.add(new Finding(setting, problem, remedy));
  }
}
