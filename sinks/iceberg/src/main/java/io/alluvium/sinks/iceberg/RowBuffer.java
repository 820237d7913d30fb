package io.alluvium.sinks.iceberg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.data.Record;

/**
 * Rows that were applied and not committed, in order. One thread adds and clears; what was there at
 * the last {@link #show} can be read by any.
 */
final class RowBuffer {
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Shown(Record[] rows, int count) {}

  private Record[] rows = new Record[64];
  private int count;
  private volatile Shown shown = new Shown(rows, 0);

  void add(Record row) {
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
    }
    rows[count++] = row;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Everything added, for the thread that adds. */
  List<Record> all() {
    return Arrays.asList(rows).subList(0, count);
  }

  /** Lets others read what was added so far. */
  void show() {
    shown = new Shown(rows, count);
  }

  /** What others may read. */
  List<Record> shown() {
    var now = shown;
    return new ArrayList<>(Arrays.asList(now.rows()).subList(0, now.count()));
  }

  /** Forgets all; who reads them meanwhile keeps what they have. */
  void clear() {
    rows = new Record[64];
    count = 0;
    show();
  }
}
