package io.alluvium.connectors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Records of one poll, in order, whose offsets are decided when the batch is finished. */
final class Batch {
  /**
   * What goes to Kafka, without where it came from.
   *
   * @param value null = only its offset counts
   * @param content bytes and characters of text and payload; what can make it large
   */
  record Outgoing(
      String topic, String key, @Nullable Struct value, ConnectHeaders headers, int content) {}

  private record Entry(
      Outgoing outgoing,
      @Nullable Stretch stretch,
      @Nullable OffsetCell cell,
      Map<String, String> partition,
      Map<String, String> offset) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Map<Object, OffsetCell> cells = new HashMap<>();
  private long content;

  int size() {
    return entries.size();
  }

  /** What its events weigh, as {@link Outgoing#content} says. */
  long content() {
    return content;
  }

  /** A cell that is needed for this batch only: what there are too many of to keep. */
  OffsetCell cell(Object key, Supplier<OffsetCell> first) {
    return cells.computeIfAbsent(key, k -> first.get());
  }

  /** Adds a record of a stretch with its own offset. */
  void add(
      Outgoing outgoing, Stretch stretch, Map<String, String> partition, Map<String, String> at) {
    stretch.sent();
    add(new Entry(outgoing, stretch, null, partition, at));
  }

  /** Adds a record of a stretch that changes the state of a cell. */
  void add(Outgoing outgoing, Stretch stretch, OffsetCell cell) {
    stretch.sent();
    add(new Entry(outgoing, stretch, cell, Map.of(), Map.of()));
  }

  /** Adds a record that belongs to no stretch: a claim, a gap. */
  void add(Outgoing outgoing, Map<String, String> partition, Map<String, String> offset) {
    add(new Entry(outgoing, null, null, partition, offset));
  }

  /** Adds a record that belongs to no stretch and changes the state of a cell. */
  void add(Outgoing outgoing, OffsetCell cell) {
    add(new Entry(outgoing, null, cell, Map.of(), Map.of()));
  }

  private void add(Entry entry) {
    entries.add(entry);
    content += entry.outgoing().content();
  }

  /** The records; from the last to the first, so that the last of each cell gets its new state. */
  List<SourceRecord> finish() {
    var records = new ArrayList<SourceRecord>(entries.size());
    Map<OffsetCell, Map<String, String>> before = new IdentityHashMap<>();
    for (int i = entries.size() - 1; i >= 0; i--) {
      var entry = entries.get(i);
      var cell = entry.cell();
      if (cell == null) {
        records.add(record(entry, entry.partition(), entry.offset()));
        continue;
      }
      var offset = before.get(cell);
      if (offset == null) {
        before.put(cell, cell.before());
        offset = cell.advance();
      }
      records.add(record(entry, cell.partition(), offset));
    }
    Collections.reverse(records);
    return records;
  }

  private static SourceRecord record(
      Entry entry, Map<String, String> partition, Map<String, String> offset) {
    var out = entry.outgoing();
    var stretch = entry.stretch();
    if (stretch != null) {
      return new TrackedRecord(
          stretch,
          partition,
          offset,
          out.topic(),
          out.key(),
          Objects.requireNonNull(out.value()),
          out.headers());
    }
    var value = out.value();
    return new SourceRecord(
        partition,
        offset,
        out.topic(),
        null,
        Schema.STRING_SCHEMA,
        out.key(),
        value == null ? null : value.schema(),
        value,
        null,
        out.headers());
  }
}
