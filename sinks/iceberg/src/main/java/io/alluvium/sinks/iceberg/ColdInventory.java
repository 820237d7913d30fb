package io.alluvium.sinks.iceberg;

import java.io.IOException;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/**
 * How much the cold tier keeps, from the tables' own lists: no data file is read.
 *
 * @param bytes of all files of all tables that count now
 * @param versions rows of table {@code events}, by UTC day of {@code ingested_at}
 */
public record ColdInventory(long bytes, SortedMap<LocalDate, Long> versions) {
  static ColdInventory of(ColdTables tables) {
    long bytes = 0;
    var versions = new TreeMap<LocalDate, Long>();
    for (var store : tables.all()) {
      var table = store.load();
      if (table.isPresent()) {
        var counted =
            store.layout() == ColdTable.EVENTS ? versions : new TreeMap<LocalDate, Long>();
        bytes += Storage.guarded("list files of " + store.topic(), () -> add(table.get(), counted));
      }
    }
    return new ColdInventory(bytes, versions);
  }

  private static long add(Table table, SortedMap<LocalDate, Long> versions) throws IOException {
    long bytes = 0;
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (var task : tasks) {
        var file = task.file();
        bytes += file.fileSizeInBytes();
        int day = file.partition().get(0, Integer.class);
        versions.merge(LocalDate.ofEpochDay(day), file.recordCount(), Long::sum);
      }
    }
    return bytes;
  }
}
