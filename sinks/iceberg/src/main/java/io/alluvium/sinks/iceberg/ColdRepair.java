package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.LogReplay;
import io.alluvium.sinks.VersionId;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/**
 * Writes anew what damaged files of versions held, from the log, and nothing else: what the sound
 * files of the same day have is not written twice. In one commit per day, a file whose rows the log
 * does not have any more stays where it is.
 */
public final class ColdRepair {
  /**
   * What became of a damaged file.
   *
   * @param table name of its table
   * @param file where it lies, or lay
   * @param day UTC day of {@code ingested_at} of its rows
   * @param rows how many it held
   * @param repaired false if it is still there, because the log does not have its rows any more
   * @param sound versions of that day that other files of the table have, if it was not repaired
   */
  public record Outcome(
      String table, String file, LocalDate day, long rows, boolean repaired, Set<VersionId> sound) {
    public Outcome {
      sound = Set.copyOf(sound);
    }
  }

  private final ColdTables tables;
  private final RowFiles files;

  ColdRepair(ColdTables tables, RowFiles files) {
    this.tables = tables;
    this.files = files;
  }

  /** Damaged files of one day, and the sound ones. */
  private record Day(
      TableStore store,
      Table table,
      Snapshot snapshot,
      LocalDate day,
      List<FileScanTask> all,
      Set<String> damaged) {
    List<DataFile> broken() {
      return all.stream()
          .map(FileScanTask::file)
          .filter(file -> damaged.contains(file.location()))
          .toList();
    }

    List<FileScanTask> sound() {
      return all.stream().filter(task -> !damaged.contains(task.file().location())).toList();
    }

    Instant begin() {
      return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
  }

  /**
   * Repairs tables {@code events} and {@code enrichments}; the others are made from their topics as
   * a whole, which always have what counts.
   *
   * @param damaged what {@link ColdVerification} found; of other tables, nothing is done
   * @throws io.alluvium.sinks.TierException if storage or the log fails; days that are done are
   *     done
   */
  public List<Outcome> run(Collection<ColdVerification.Damage> damaged, LogReplay log) {
    var outcomes = new ArrayList<Outcome>();
    for (var table : List.of(ColdTable.EVENTS, ColdTable.ENRICHMENTS)) {
      var locations =
          damaged.stream()
              .filter(one -> one.table().equals(table.table()))
              .map(ColdVerification.Damage::file)
              .collect(Collectors.toSet());
      if (!locations.isEmpty()) {
        Storage.guarded(
            "repair table " + table.table(),
            () -> {
              for (var day : days(tables.of(table), locations)) {
                outcomes.addAll(repair(day, log));
              }
              return true;
            });
      }
    }
    return List.copyOf(outcomes);
  }

  private static List<Day> days(TableStore store, Set<String> damaged) throws IOException {
    var table = store.require();
    var snapshot = table.currentSnapshot();
    if (snapshot == null) {
      return List.of();
    }
    var byDay = new TreeMap<Integer, List<FileScanTask>>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (var task : tasks) {
        int day = task.file().partition().get(0, Integer.class);
        byDay.computeIfAbsent(day, none -> new ArrayList<>()).add(task);
      }
    }
    var days = new ArrayList<Day>();
    byDay.forEach((day, all) -> {
      if (all.stream().anyMatch(task -> damaged.contains(task.file().location()))) {
        days.add(new Day(store, table, snapshot, LocalDate.ofEpochDay(day), all, damaged));
      }
    });
    return days;
  }

  private List<Outcome> repair(Day day, LogReplay log) throws IOException {
    var layout = day.store().layout();
    var read = day.store().offsets(day.snapshot()).next();
    boolean there =
        read.keySet().stream().allMatch(part -> log.has(layout.topic(), part, day.begin()));
    if (there) {
      var rows = rows(day, read, log);
      var written =
          rows.isEmpty() ? List.<DataFile>of() : List.of(files.writeDay(day.table(), rows));
      day.store().replace(day.snapshot(), day.broken(), written);
    }
    var sound = there ? Set.<VersionId>of() : versions(day);
    return day.broken().stream()
        .map(file ->
            new Outcome(
                layout.table(), file.location(), day.day(), file.recordCount(), there, sound))
        .toList();
  }

  private static Set<VersionId> versions(Day day) throws IOException {
    var versions = new HashSet<VersionId>();
    var names = day.table().schema().select(day.store().layout().identity());
    try (var rows = TableCompaction.rows(day.table(), day.sound(), names)) {
      rows.forEach(row -> versions.add(ColdArchive.id(row)));
    }
    return versions;
  }

  /** What the log has of a day that no sound file has. */
  private static List<Record> rows(Day day, Map<Integer, Long> read, LogReplay log)
      throws IOException {
    var layout = day.store().layout();
    var known = new HashSet<List<@Nullable Object>>();
    var columns = new ArrayList<>(layout.identity());
    columns.add(layout.rank());
    var selected = day.table().schema().select(columns);
    try (var sound = TableCompaction.rows(day.table(), day.sound(), selected)) {
      sound.forEach(row -> known.add(name(layout, row)));
    }
    var rows = new ArrayList<Record>();
    read.forEach((partition, end) ->
        log.each(
            layout.topic(),
            partition,
            day.begin(),
            end,
            record -> {
              var row = layout.row(partition, record);
              if (isOf(day.day(), layout, row) && known.add(name(layout, row))) {
                rows.add(row);
              }
            }));
    return rows;
  }

  private static boolean isOf(LocalDate day, ColdTable layout, Record row) {
    return Values.required(row, layout.dayOf(), OffsetDateTime.class).toLocalDate().equals(day);
  }

  /** What a row is about, and how it ranks. */
  private static List<@Nullable Object> name(ColdTable layout, Record row) {
    var name = ColdRows.identity(layout, row);
    name.add(ColdRows.rank(layout, row));
    return name;
  }
}
