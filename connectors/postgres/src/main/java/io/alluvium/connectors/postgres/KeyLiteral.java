package io.alluvium.connectors.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Keys in SQL: how rows are read in key order, from where an earlier reading ended. */
final class KeyLiteral {
  private KeyLiteral() {}

  /** A key column's text as the server takes it. */
  static String parameter(Followed rows, int index, String text) {
    var column = rows.table().column(rows.key().get(index));
    return column.filter(c -> c.type().equals("bytea")).isPresent() ? "\\x" + text : text;
  }

  /**
   * The statement that reads a table in key order.
   *
   * @param after key of the last row that was read; empty = all rows
   */
  static String select(Followed rows, List<String> after) {
    var columns = rows.read().stream().map(TableName::quote).collect(Collectors.joining(", "));
    var key = rows.key().stream().map(TableName::quote).collect(Collectors.joining(", "));
    var where = "";
    if (!after.isEmpty()) {
      var literals = new ArrayList<String>();
      for (int i = 0; i < after.size(); i++) {
        literals.add("'" + parameter(rows, i, after.get(i)).replace("'", "''") + "'");
      }
      where = " WHERE (%s) > (%s)".formatted(key, String.join(", ", literals));
    }
    return "SELECT %s FROM %s%s ORDER BY %s".formatted(columns, rows.name().quoted(), where, key);
  }
}
