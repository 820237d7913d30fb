package io.alluvium.connectors.postgres;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** One record of Debezium's, in our words. */
sealed interface Change {
  /**
   * A row as it is now, or that it is gone.
   *
   * @param key its key columns, in order; null where the record has none
   * @param columns its columns, those that are NULL left out; empty for a deletion
   * @param verb created, updated, deleted, or empty from a snapshot
   */
  record Row(
      TableName table,
      List<@Nullable String> key,
      Map<String, String> columns,
      Optional<String> verb,
      Place place)
      implements Change {
    boolean deleted() {
      return verb.equals(Optional.of("deleted"));
    }
  }

  /** A table was emptied at one stroke. */
  record Truncated(TableName table, Place place) implements Change {}

  /** A mark came by. */
  record Marked(String mark, Place place) implements Change {}

  /** Every row of a snapshot has been told. */
  record SnapshotComplete() implements Change {}

  /** Nothing that concerns us. */
  record Nothing() implements Change {}

  /**
   * Where it is in the log.
   *
   * @param commit end of the last transaction before; 0 if none was seen
   * @param time when it was committed, or read
   */
  record Place(long commit, long transaction, long lsn, Instant time) {}

  /**
   * Reads a record.
   *
   * @param followed tables whose rows count
   */
  static Change of(SourceRecord sent, Map<TableName, Followed> followed) {
    if (!(sent.value() instanceof Struct value)) {
      return new Nothing();
    }
    if (sent.topic().equals(FeedSettings.NOTIFICATIONS)) {
      return "COMPLETED".equals(value.getString("type")) ? new SnapshotComplete() : new Nothing();
    }
    var operation = value.schema().field("op") == null ? "" : value.getString("op");
    if (operation.isEmpty()) {
      return new Nothing();
    }
    var source = value.getStruct("source");
    var place = place(sent, source);
    if (operation.equals("m")) {
      return new Marked(mark(value.getStruct("message")), place);
    }
    var table = new TableName(source.getString("schema"), source.getString("table"));
    var rows = followed.get(table);
    if (rows == null) {
      return new Nothing();
    }
    return operation.equals("t") ? new Truncated(table, place) : row(rows, operation, sent, place);
  }

  private static Row row(Followed rows, String operation, SourceRecord sent, Place place) {
    var value = (Struct) sent.value();
    var after = value.getStruct("after");
    var columns = new HashMap<String, String>();
    if (after != null) {
      for (var name : rows.read()) {
        text(after, name).ifPresent(text -> columns.put(name, text));
      }
    }
    var key = new ArrayList<@Nullable String>();
    var named = (Struct) sent.key();
    for (var name : rows.key()) {
      key.add(named == null ? null : text(named, name).orElse(null));
    }
    return new Row(rows.name(), key, columns, verb(operation), place);
  }

  private static Optional<String> verb(String operation) {
    return switch (operation) {
      case "c" -> Optional.of("created");
      case "u" -> Optional.of("updated");
      case "d" -> Optional.of("deleted");
      default -> Optional.empty();
    };
  }

  private static Optional<String> text(Struct struct, String name) {
    var field = struct.schema().field(name);
    return field == null
        ? Optional.empty()
        : Optional.ofNullable(struct.getWithoutDefault(name)).map(ColumnText::of);
  }

  private static Place place(SourceRecord sent, Struct source) {
    var commit = sent.sourceOffset().get("lsn_commit");
    var transaction = source.getInt64("txId");
    var lsn = source.getInt64("lsn");
    var micros = source.getInt64("ts_us");
    return new Place(
        commit instanceof Number number ? number.longValue() : 0,
        transaction == null ? 0 : transaction,
        lsn == null ? 0 : lsn,
        micros == null ? Instant.EPOCH : Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  private static String mark(Struct message) {
    var content = message.get("content");
    return content == null
        ? ""
        : new String(HexFormat.of().parseHex(content.toString()), StandardCharsets.UTF_8);
  }
}
