package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.TierRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.iceberg.types.Type;
import org.jspecify.annotations.Nullable;

/**
 * Columns of a table of states: first those of the key, which a state that was taken back has too,
 * then those of the value, then where the record lay.
 */
final class FactRows<V extends SpecificRecord> {
  /** Separates the parts of a record's key. */
  static final String SEPARATOR = "\0";

  private final Class<V> type;
  private final List<Column<Placed<TierRecord.Fact>>> columns = new ArrayList<>();

  FactRows(Class<V> type) {
    this.type = type;
  }

  /** A part of the key. */
  FactRows<V> key(String name, int part, String doc) {
    return key(name, Values.TEXT, doc, record -> part(record, part));
  }

  /** A part of the key that is not a text. */
  FactRows<V> key(String name, Type type, String doc, Function<TierRecord.Fact, Object> value) {
    columns.add(Column.required(name, type, doc, placed -> value.apply(placed.record())));
    return this;
  }

  /** A part of the value: null when the state was taken back. */
  FactRows<V> value(String name, Type column, String doc, Function<V, @Nullable Object> value) {
    columns.add(
        Column.optional(
            name,
            column,
            doc,
            placed -> {
              var state = placed.record().value();
              return state == null ? null : value.apply(type.cast(state));
            }));
    return this;
  }

  RowLayout<Placed<TierRecord.Fact>> layout() {
    columns.add(
        Column.required(
            "gone", Values.YES_NO, "True: taken back", placed -> placed.record().value() == null));
    columns.add(
        Column.required(
            "recorded_at",
            Values.TIME,
            "When it was written to its topic",
            placed -> Values.time(placed.record().appendedAt())));
    columns.add(
        Column.required(
            "log_offset",
            Values.WHOLE,
            "Its offset; of one key the highest counts",
            placed -> placed.record().offset()));
    columns.add(Column.required("shard", Values.SMALL, "Partition of the topic", Placed::shard));
    return new RowLayout<>(columns);
  }

  /** One part of a record's key. */
  static String part(TierRecord.Fact fact, int part) {
    var parts = fact.key().split(SEPARATOR, -1);
    if (part >= parts.length) {
      throw new IllegalArgumentException(
          "The key of a record of " + fact.topic() + " has only " + parts.length + " parts");
    }
    return parts[part];
  }
}
