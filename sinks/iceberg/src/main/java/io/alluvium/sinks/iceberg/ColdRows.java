package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.TierOffsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Rows of the tables as they are now: committed ones, and those that wait for a commit. */
final class ColdRows {
  private final ColdTables tables;
  private final Map<Integer, ColdShard> shards;

  ColdRows(ColdTables tables, Map<Integer, ColdShard> shards) {
    this.tables = tables;
    this.shards = shards;
  }

  /**
   * Gives every row that matches to {@code each}; one that is being committed may come twice.
   *
   * @param columns those wanted, those of the filter among them
   */
  void each(ColdTable table, Expression filter, Schema columns, Consumer<Record> each) {
    // Waiting rows first: what is committed meanwhile comes twice, and not never.
    waiting(table, filter, columns).forEach(each);
    committed(table, filter, columns, each);
  }

  /** Gives every committed row that matches to {@code each}, of one snapshot. */
  void committed(ColdTable table, Expression filter, Schema columns, Consumer<Record> each) {
    committed(table)
        .ifPresent(found ->
            Storage.guarded(
                "read table " + table.table(),
                () -> {
                  tables.scanner().scan(found, filter, names(columns), each);
                  return true;
                }));
  }

  private static List<String> names(Schema columns) {
    return columns.columns().stream().map(NestedField::name).toList();
  }

  /** A table as it is now; empty before its first commit. */
  Optional<Table> committed(ColdTable table) {
    return tables.of(table).current();
  }

  /** How far a partition of each topic was read into its table, as of the last commits. */
  TierOffsets offsets(int partition) {
    var next = new HashMap<TopicPartition, Long>();
    for (var store : tables.all()) {
      var stored = store.offsets().next().get(partition);
      if (stored != null) {
        next.put(new TopicPartition(store.topic(), partition), stored);
      }
    }
    return new TierOffsets(next);
  }

  /** Of the rows that match, of each thing the one that counts. */
  Collection<Record> newest(ColdTable table, Expression filter) {
    var newest = new Newest(table);
    each(table, filter, table.schema(), newest);
    return newest.rows();
  }

  /** Of the rows that are looked for, of each thing the one that counts. */
  Collection<Record> newest(RowLookup lookup) {
    var table = lookup.table();
    var newest = new Newest(table);
    waiting(table, lookup.expression(), table.schema()).forEach(newest);
    committed(table)
        .ifPresent(found ->
            Storage.guarded(
                "look into table " + table.table(),
                () -> {
                  tables.finder().find(found, lookup, newest);
                  return true;
                }));
    return newest.rows();
  }

  private static final class Newest implements Consumer<Record> {
    private final Map<List<@Nullable Object>, Record> rows = new LinkedHashMap<>();
    private final ColdTable table;

    Newest(ColdTable table) {
      this.table = table;
    }

    @Override
    public void accept(Record row) {
      rows.merge(identity(table, row), row, (one, other) -> higher(table, one, other));
    }

    Collection<Record> rows() {
      return rows.values();
    }
  }

  /** What a row is about. */
  static List<@Nullable Object> identity(ColdTable table, Record row) {
    var identity = new ArrayList<@Nullable Object>(table.identity().size());
    table.identity().forEach(column -> identity.add(row.getField(column)));
    return identity;
  }

  /** How a row ranks among those about the same thing. */
  static long rank(ColdTable table, Record row) {
    return Values.required(row, table.rank(), Number.class).longValue();
  }

  private static Record higher(ColdTable table, Record one, Record other) {
    return rank(table, other) > rank(table, one) ? other : one;
  }

  private List<Record> waiting(ColdTable table, Expression filter, Schema columns) {
    var struct = table.schema().asStruct();
    var evaluator = new Evaluator(struct, filter);
    var wrapper = new InternalRecordWrapper(struct);
    return shards.values().stream()
        .flatMap(shard -> shard.shown(table).stream())
        .filter(row -> evaluator.eval(wrapper.wrap(row)))
        .map(row -> columns.sameSchema(table.schema()) ? row : projected(row, columns))
        .toList();
  }

  private static Record projected(Record row, Schema columns) {
    var projected = GenericRecord.create(columns);
    columns
        .columns()
        .forEach(column -> projected.setField(column.name(), row.getField(column.name())));
    return projected;
  }
}
