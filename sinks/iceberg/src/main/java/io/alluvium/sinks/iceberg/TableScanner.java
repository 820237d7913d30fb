package io.alluvium.sinks.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.ParallelIterable;

/** Reads through a table, several stretches of its files at once. Thread-safe. */
final class TableScanner implements AutoCloseable {
  /** Of a file that are read at once. */
  private static final int STRETCHES = 4;

  /** Rows that wait to be taken while more are read: whole events can be large. */
  private static final int AHEAD = 2_000;

  private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();

  /** Some row groups of a file. */
  private record Stretch(FileScanTask task, long start, long length) {}

  /**
   * Gives every row that matches to {@code each}, in no order, all on the caller's thread.
   *
   * @param names of the columns that are wanted, those of the filter among them
   */
  void scan(Table table, Expression filter, Collection<String> names, Consumer<Record> each)
      throws IOException {
    // Numbered as the table has them, which may have been made before a column was added.
    var columns = table.schema().select(names);
    var stretches = new ArrayList<CloseableIterable<Record>>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().filter(filter).planFiles()) {
      for (var task : tasks) {
        stretches(task).forEach(stretch -> stretches.add(rows(table, stretch, filter, columns)));
      }
    }
    try (var rows = new ParallelIterable<>(stretches, readers, AHEAD)) {
      rows.forEach(each);
    }
  }

  private static List<Stretch> stretches(FileScanTask task) {
    DataFile file = task.file();
    var groups = file.splitOffsets();
    if (groups == null) {
      return List.of(new Stretch(task, 0, file.fileSizeInBytes()));
    }
    var stretches = new ArrayList<Stretch>();
    int step = Math.ceilDiv(groups.size(), STRETCHES);
    for (int first = 0; first < groups.size(); first += step) {
      long start = groups.get(first);
      int next = first + step;
      long end = next < groups.size() ? groups.get(next) : file.fileSizeInBytes();
      stretches.add(new Stretch(task, start, end - start));
    }
    return stretches;
  }

  private static CloseableIterable<Record> rows(
      Table table, Stretch stretch, Expression filter, Schema columns) {
    CloseableIterable<Record> rows =
        FormatModelRegistry.<Record, Object>readBuilder(
                FileFormat.PARQUET, Record.class, table.io().newInputFile(stretch.task().file()))
            .split(stretch.start(), stretch.length())
            .filter(filter)
            .project(columns)
            .build();
    var evaluator = new Evaluator(columns.asStruct(), filter);
    var wrapper = new InternalRecordWrapper(columns.asStruct());
    return CloseableIterable.filter(rows, row -> evaluator.eval(wrapper.wrap(row)));
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
