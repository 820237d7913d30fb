package io.alluvium.sinks.iceberg;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/** The tables in the SQL of Spark, as the documentation has them. */
final class TableText {
  private static final String HEAD =
      """
      -- The tables of the cold tier as statements of Spark. Alluvium makes them itself: this is to be read, and to
      -- make tables of the same form elsewhere. Of rows about the same thing the one that counts: docs/tiers.md.
      """;

  private TableText() {}

  static String all() {
    return Arrays.stream(ColdTable.values())
        .map(TableText::of)
        .collect(Collectors.joining("\n", HEAD + "\n", ""));
  }

  private static String of(ColdTable table) {
    return table.schema().columns().stream()
        .map(TableText::column)
        .collect(
            Collectors.joining(
                ",\n",
                "CREATE TABLE alluvium.alluvium." + table.table() + " (\n",
                "\n) USING iceberg PARTITIONED BY (days(" + table.dayOf() + "));\n"));
  }

  private static String column(NestedField column) {
    return "  %s %s%s COMMENT '%s'"
        .formatted(
            column.name(),
            type(column.type()),
            column.isRequired() ? " NOT NULL" : "",
            column.doc().replace("'", "\\'"));
  }

  private static String type(Type type) {
    return switch (type.typeId()) {
      case STRING -> "string";
      case LONG -> "bigint";
      case INTEGER -> "int";
      case BOOLEAN -> "boolean";
      case DOUBLE -> "double";
      case FLOAT -> "float";
      case BINARY -> "binary";
      case TIMESTAMP -> "timestamp";
      case LIST -> "array<" + type(type.asListType().elementType()) + ">";
      case MAP ->
          "map<"
              + type(type.asMapType().keyType())
              + ", "
              + type(type.asMapType().valueType())
              + ">";
      case STRUCT ->
          type.asStructType().fields().stream()
              .map(field ->
                  field.name() + ": " + type(field.type()) + " COMMENT '" + field.doc() + "'")
              .collect(Collectors.joining(", ", "struct<", ">"));
      default -> throw new IllegalArgumentException("No column has type " + type);
    };
  }
}
