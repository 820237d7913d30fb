package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.TierCorruptedException;
import io.alluvium.sinks.TierException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/** Puts small files of one day together; of rows about the same thing the one that counts stays. */
final class TableCompaction {
  /** A file this much of the wanted size is left alone. */
  private static final double LARGE_ENOUGH = 0.75;

  private final TableStore store;
  private final RowFiles files;
  private final ColdMaintenance.Limits limits;

  /** Files of one day, and the snapshot that named them. */
  record Group(Table table, Snapshot snapshot, List<FileScanTask> files) {}

  TableCompaction(TableStore store, RowFiles files, ColdMaintenance.Limits limits) {
    this.store = store;
    this.files = files;
    this.limits = limits;
  }

  /** What is to be put together. */
  List<Group> due(LocalDate today) {
    return Storage.guarded("plan compaction of " + store.layout().table(), () -> groups(today));
  }

  private List<Group> groups(LocalDate today) throws IOException {
    var table = store.require();
    var snapshot = table.currentSnapshot();
    if (snapshot == null) {
      return List.of();
    }
    var groups = new ArrayList<Group>();
    for (var day : smallByDay(table).entrySet()) {
      boolean over = day.getKey() < today.toEpochDay();
      if (day.getValue().size() >= (over ? 2 : limits.fewest())) {
        packed(day.getValue()).forEach(each -> groups.add(new Group(table, snapshot, each)));
      }
    }
    return groups;
  }

  private Map<Integer, List<FileScanTask>> smallByDay(Table table) throws IOException {
    var small = new TreeMap<Integer, List<FileScanTask>>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (var task : tasks) {
        if (task.file().fileSizeInBytes() < limits.fileBytes() * LARGE_ENOUGH) {
          int day = task.file().partition().get(0, Integer.class);
          small.computeIfAbsent(day, none -> new ArrayList<>()).add(task);
        }
      }
    }
    return small;
  }

  private List<List<FileScanTask>> packed(List<FileScanTask> small) {
    var packed = new ArrayList<List<FileScanTask>>();
    var bin = new ArrayList<FileScanTask>();
    long bytes = 0;
    for (var task : small) {
      if (bytes + task.file().fileSizeInBytes() > limits.fileBytes() && bin.size() > 1) {
        packed.add(List.copyOf(bin));
        bin.clear();
        bytes = 0;
      }
      bin.add(task);
      bytes += task.file().fileSizeInBytes();
    }
    if (bin.size() > 1) {
      packed.add(List.copyOf(bin));
    }
    return packed;
  }

  /**
   * Rewrites one group.
   *
   * @return files that took the place of the group's
   * @throws TierCorruptedException if one of the files is damaged: a file made from it would pass
   *     for sound
   */
  int rewrite(Group group) throws IOException {
    var table = group.table();
    for (var task : group.files()) {
      requireSound(table, task.file().location());
    }
    var winners = winners(group);
    long rows = winners.size();
    DataFile written;
    try (var all = rows(group, table.schema())) {
      var kept = new Kept(all.iterator(), store.layout(), winners);
      written = files.writeDay(table, () -> kept);
    }
    if (written.recordCount() != rows || !winners.isEmpty()) {
      throw new TierException(
          "Compaction of "
              + store.layout().table()
              + " would keep "
              + written.recordCount()
              + " rows of "
              + rows
              + "; nothing was changed");
    }
    store.replace(
        group.snapshot(),
        group.files().stream().map(FileScanTask::file).toList(),
        List.of(written));
    return 1;
  }

  // What is wrong is wrong at a second look too: storage may have a moment of trouble.
  private void requireSound(Table table, String location) throws IOException {
    if (isSound(table, location)) {
      return;
    }
    RowFiles.damage(table, location)
        .ifPresent(what -> {
          throw new TierCorruptedException(
              "File "
                  + location
                  + " of table "
                  + store.layout().table()
                  + " is damaged: "
                  + what
                  + ". Run 'alluvium tiers rebuild cold'");
        });
  }

  private static boolean isSound(Table table, String location) {
    try {
      return RowFiles.damage(table, location).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** Of each thing the rank of the row that counts. */
  private Map<List<@Nullable Object>, Long> winners(Group group) throws IOException {
    var layout = store.layout();
    var names = new ArrayList<>(layout.identity());
    names.add(layout.rank());
    var winners = new HashMap<List<@Nullable Object>, Long>();
    try (var keys = rows(group, group.table().schema().select(names))) {
      for (var key : keys) {
        winners.merge(ColdRows.identity(layout, key), ColdRows.rank(layout, key), Math::max);
      }
    }
    return winners;
  }

  private static CloseableIterable<Record> rows(Group group, Schema columns) {
    return rows(group.table(), group.files(), columns);
  }

  /** Rows of some files of a table. */
  static CloseableIterable<Record> rows(Table table, List<FileScanTask> files, Schema columns) {
    return CloseableIterable.concat(
        files.stream()
            .map(task ->
                FormatModelRegistry.<Record, Object>readBuilder(
                        FileFormat.PARQUET, Record.class, table.io().newInputFile(task.file()))
                    .project(columns)
                    .build())
            .toList());
  }

  /** The rows that count, each once; takes them out of the winners as they come. */
  private static final class Kept implements Iterator<Record> {
    private final Iterator<Record> all;
    private final ColdTable layout;
    private final Map<List<@Nullable Object>, Long> winners;
    private @Nullable Record next;

    Kept(Iterator<Record> all, ColdTable layout, Map<List<@Nullable Object>, Long> winners) {
      this.all = all;
      this.layout = layout;
      this.winners = winners;
      advance();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Record next() {
      var given = next;
      if (given == null) {
        throw new NoSuchElementException();
      }
      advance();
      return given;
    }

    private void advance() {
      next = null;
      while (next == null && all.hasNext()) {
        var row = all.next();
        if (winners.remove(ColdRows.identity(layout, row), ColdRows.rank(layout, row))) {
          next = row;
        }
      }
    }
  }
}
