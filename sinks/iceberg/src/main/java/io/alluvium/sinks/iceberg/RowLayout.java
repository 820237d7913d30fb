package io.alluvium.sinks.iceberg;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;

/** The columns of a table: its schema, and how a row is made. */
final class RowLayout<T> {
  private final List<Column<T>> columns;
  private final Schema schema;

  RowLayout(List<Column<T>> columns) {
    this.columns = List.copyOf(columns);
    var fields = new ArrayList<NestedField>();
    for (var column : columns) {
      int id = fields.size() + 1;
      fields.add(
          column.required()
              ? NestedField.required(id, column.name(), column.type(), column.doc())
              : NestedField.optional(id, column.name(), column.type(), column.doc()));
    }
    this.schema = new Schema(numbered(fields));
  }

  /** As a table numbers its fields when it is created: columns first, then what is in them. */
  private static List<NestedField> numbered(List<NestedField> fields) {
    var next = new AtomicInteger(fields.size());
    var numbered = new ArrayList<NestedField>();
    for (var field : fields) {
      var type = TypeUtil.assignFreshIds(field.type(), next::incrementAndGet);
      numbered.add(NestedField.from(field).withId(numbered.size() + 1).ofType(type).build());
    }
    return numbered;
  }

  Schema schema() {
    return schema;
  }

  /**
   * The row of this value.
   *
   * @throws IllegalArgumentException if it lacks what every row has
   */
  Record row(T from) {
    var row = GenericRecord.create(schema);
    for (int at = 0; at < columns.size(); at++) {
      var column = columns.get(at);
      var value = column.value().apply(from);
      if (value == null && column.required()) {
        throw new IllegalArgumentException("There is no " + column.name());
      }
      row.set(at, value);
    }
    return row;
  }
}
