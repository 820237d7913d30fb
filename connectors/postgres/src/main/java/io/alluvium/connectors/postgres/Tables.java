package io.alluvium.connectors.postgres;

import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.schemas.FailureReason;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Finds the tables of a source in the catalog. */
final class Tables {
  private Tables() {}

  /**
   * The tables of a source.
   *
   * @throws PermanentFaultException if one is gone, or has no key
   */
  static Map<TableName, Followed> followed(Database database, PostgresSourceConfig config)
      throws SQLException {
    var followed = new TreeMap<TableName, Followed>();
    for (var mapping : TableMapping.of(config).entrySet()) {
      var name = mapping.getKey();
      var table = Table.find(database, name);
      if (table.isEmpty()) {
        throw refused("Table " + name + " does not exist", "Create it");
      }
      var rows = new Followed(table.get(), mapping.getValue());
      if (rows.key().isEmpty()) {
        throw refused("Table " + name + " has no primary key", "Give it one");
      }
      followed.put(name, rows);
    }
    return followed;
  }

  private static PermanentFaultException refused(String problem, String remedy) {
    return new PermanentFaultException(
        FailureReason.GONE, problem, remedy + ", or take it out of " + PostgresSourceConfig.TABLES);
  }
}
