package io.alluvium.sinks.iceberg;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;

/**
 * Finds single rows in committed files. Which files there are is read once per snapshot, what a
 * file says about itself once per file, and rows that were found are kept for a while: a file never
 * changes. Looks into several files at once. Thread-safe.
 */
final class RowFinder implements AutoCloseable {
  private static final int CONTENTS_BYTES = 64 << 20;
  private static final int ROWS_BYTES = 16 << 20;
  private static final int ROW_BYTES = 3_000;

  /** Files that are open at once. */
  private static final int OPEN = 16;

  private record Files(long snapshot, List<DataFile> files) {}

  private record Found(String file, RowLookup one) {}

  private final Map<ColdTable, Files> files = new EnumMap<>(ColdTable.class);
  private final Semaphore open = new Semaphore(OPEN);
  private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();

  private final Cache<String, RowGroups> contents =
      Caffeine.newBuilder()
          .maximumWeight(CONTENTS_BYTES)
          .weigher((String file, RowGroups groups) -> groups.bytes())
          .build();

  private final Cache<Found, List<Record>> rows =
      Caffeine.newBuilder()
          .maximumWeight(ROWS_BYTES)
          .weigher((Found found, List<Record> rows) -> bytes(rows))
          .build();

  /** Gives the rows that are looked for to {@code each}, all on the caller's thread. */
  void find(Table table, RowLookup lookup, Consumer<Record> each) throws Exception {
    var reading = new ArrayList<Future<List<Record>>>();
    for (var file : files(table, lookup.table())) {
      if (lookup.mayLieOn(file.partition().get(0, Integer.class))) {
        reading.add(readers.submit(() -> rows(table, file, lookup)));
      }
    }
    try {
      for (var file : reading) {
        file.get().forEach(each);
      }
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof Exception cause ? cause : failure;
    } finally {
      reading.forEach(file -> file.cancel(true));
    }
  }

  private synchronized List<DataFile> files(Table table, ColdTable layout) throws IOException {
    var snapshot = table.currentSnapshot();
    if (snapshot == null) {
      return List.of();
    }
    var known = files.get(layout);
    if (known != null && known.snapshot() == snapshot.snapshotId()) {
      return known.files();
    }
    var read = new ArrayList<DataFile>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> read.add(task.file()));
    }
    files.put(layout, new Files(snapshot.snapshotId(), List.copyOf(read)));
    if (known != null) {
      forget(known.files(), read);
    }
    return read;
  }

  /** What is in no table any more is not kept in memory either. */
  private void forget(List<DataFile> before, List<DataFile> after) {
    var gone = before.stream().map(DataFile::location).collect(Collectors.toSet());
    after.forEach(file -> gone.remove(file.location()));
    if (!gone.isEmpty()) {
      contents.invalidateAll(gone);
      rows.asMap().keySet().removeIf(found -> gone.contains(found.file()));
    }
  }

  private List<Record> rows(Table table, DataFile file, RowLookup lookup)
      throws IOException, InterruptedException {
    var found = new ArrayList<Record>();
    var unknown = new HashMap<String, List<Record>>();
    for (var value : lookup.values()) {
      var known = rows.getIfPresent(new Found(file.location(), lookup.of(Set.of(value))));
      if (known == null) {
        unknown.put(value, new ArrayList<>());
      } else {
        found.addAll(known);
      }
    }
    if (!unknown.isEmpty()) {
      read(table, file, lookup.of(unknown.keySet()), unknown);
      unknown.values().forEach(found::addAll);
    }
    return found;
  }

  private void read(Table table, DataFile file, RowLookup lookup, Map<String, List<Record>> byValue)
      throws IOException, InterruptedException {
    var input = table.io().newInputFile(file);
    open.acquire();
    try {
      contents(file, input, lookup.table())
          .read(
              input,
              table.schema(),
              lookup,
              row -> {
                var of = byValue.get(Values.text(row, lookup.column()));
                if (of != null) {
                  of.add(row);
                }
              });
    } finally {
      open.release();
    }
    byValue.forEach((value, found) -> {
      if (!found.isEmpty()) {
        rows.put(new Found(file.location(), lookup.of(Set.of(value))), List.copyOf(found));
      }
    });
  }

  private RowGroups contents(DataFile file, InputFile input, ColdTable table) throws IOException {
    var known = contents.getIfPresent(file.location());
    if (known == null) {
      known = RowGroups.read(input, table);
      contents.put(file.location(), known);
    }
    return known;
  }

  private static int bytes(List<Record> rows) {
    int bytes = 0;
    for (var row : rows) {
      bytes += ROW_BYTES;
      for (int at = 0; at < row.size(); at++) {
        bytes +=
            switch (row.get(at)) {
              case String text -> text.length();
              case ByteBuffer given -> given.remaining();
              case null, default -> 0;
            };
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
