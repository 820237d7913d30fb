package io.alluvium.connectors.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Large values that an update did not touch: Postgres stores them apart and leaves them out of the
 * log. They are read from the table, where the row may have changed again since; then there is a
 * later change in the log, and this version is not made up.
 */
final class UnchangedValues {
  private static final Set<String> COMPARABLE =
      Set.of("int2", "int4", "int8", "text", "varchar", "uuid");

  private final Database database;
  private final String placeholder = "alluvium-unchanged-" + UUID.randomUUID();
  private final Set<String> forms;
  private final String asNumbers;

  UnchangedValues(Database database) {
    this.database = database;
    var hex = HexFormat.of().formatHex(placeholder.getBytes(StandardCharsets.UTF_8));
    var uuid = UUID.nameUUIDFromBytes(placeholder.getBytes(StandardCharsets.UTF_8)).toString();
    this.forms = Set.of(placeholder, hex, uuid);
    this.asNumbers = asNumbers(placeholder);
  }

  /** What Debezium is to put in place of a value that is not in the log. */
  String placeholder() {
    return placeholder;
  }

  /**
   * The columns of a row with nothing left out.
   *
   * @param key its key
   * @return empty if the row has changed again or is gone: a later change says so
   */
  Optional<Map<String, String>> complete(Followed rows, List<String> key, Map<String, String> known)
      throws SQLException {
    var missing = known.keySet().stream().filter(name -> isMissing(known, name)).toList();
    if (missing.isEmpty()) {
      return Optional.of(known);
    }
    var present =
        rows.table().columns().stream()
            .filter(column -> COMPARABLE.contains(column.type()))
            .map(Table.Column::name)
            .filter(name -> rows.read().contains(name) && !isMissing(known, name))
            .toList();
    var now = row(rows, key, missing, present);
    if (now.isEmpty() || present.stream().anyMatch(name -> differs(known, now.get(), name))) {
      return Optional.empty();
    }
    var complete = new HashMap<>(known);
    missing.forEach(complete::remove);
    missing.forEach(name -> {
      var value = now.get().get(name);
      if (value != null) {
        complete.put(name, value);
      }
    });
    return Optional.of(complete);
  }

  /** Whether a value is, or holds, what stands for one that is not in the log. */
  boolean isInside(String value) {
    return forms.stream().anyMatch(value::contains) || value.equals(asNumbers);
  }

  // An array of numbers gets the placeholder's bytes.
  private static String asNumbers(String placeholder) {
    var bytes = placeholder.getBytes(StandardCharsets.UTF_8);
    var json = new StringBuilder("[");
    for (int i = 0; i < bytes.length; i++) {
      json.append(i == 0 ? "\"" : ",\"").append(bytes[i]).append('"');
    }
    return json.append(']').toString();
  }

  private boolean isMissing(Map<String, String> known, String name) {
    return forms.contains(known.getOrDefault(name, ""));
  }

  private static boolean differs(Map<String, String> one, Map<String, String> other, String name) {
    return !Optional.ofNullable(one.get(name)).equals(Optional.ofNullable(other.get(name)));
  }

  private Optional<Map<String, String>> row(
      Followed rows, List<String> key, List<String> missing, List<String> present)
      throws SQLException {
    var names = new ArrayList<>(missing);
    names.addAll(present);
    var columns = names.stream().map(name -> expression(rows, name));
    var where = rows.key().stream().map(name -> TableName.quote(name) + " = ?");
    var sql =
        "SELECT %s FROM %s WHERE %s"
            .formatted(
                columns.collect(Collectors.joining(", ")),
                rows.name().quoted(),
                where.collect(Collectors.joining(" AND ")));
    var parameters = new ArrayList<String>();
    for (int i = 0; i < key.size(); i++) {
      parameters.add(KeyLiteral.parameter(rows, i, key.get(i)));
    }
    return database
        .query(
            row -> {
              var values = new HashMap<String, String>();
              for (int i = 0; i < names.size(); i++) {
                var value = row.getString(i + 1);
                if (value != null) {
                  values.put(names.get(i), value);
                }
              }
              return (Map<String, String>) values;
            },
            sql,
            parameters)
        .stream()
        .findFirst();
  }

  private static String expression(Followed rows, String name) {
    var bytes = rows.table().column(name).filter(c -> c.type().equals("bytea")).isPresent();
    var quoted = TableName.quote(name);
    return bytes ? "encode(" + quoted + ", 'hex')" : quoted;
  }
}
