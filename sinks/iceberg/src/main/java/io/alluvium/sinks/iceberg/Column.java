package io.alluvium.sinks.iceberg;

import java.util.function.Function;
import org.apache.iceberg.types.Type;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table: what it is called, what it holds, and where the value comes from.
 *
 * @param name as other engines see it
 * @param type its type; ids of nested fields are given anew when the table is created
 * @param required whether every row has a value
 * @param doc what it means; kept in the table
 * @param value takes the value out of what a row is made of, as Iceberg's generic model has it
 */
record Column<T>(
    String name, Type type, boolean required, String doc, Function<T, @Nullable Object> value) {
  static <T> Column<T> required(
      String name, Type type, String doc, Function<T, @Nullable Object> value) {
    return new Column<>(name, type, true, doc, value);
  }

  static <T> Column<T> optional(
      String name, Type type, String doc, Function<T, @Nullable Object> value) {
    return new Column<>(name, type, false, doc, value);
  }
}
