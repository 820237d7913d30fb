package io.alluvium.connectors.postgres;

import io.alluvium.connectors.Reading;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows that are there, table by table in key order, so that it can go on after a stop.
 */
final class SnapshotSession implements Session {
  private static final int SUSPICIOUS_PART = 5;

  private final Reached reached;
  private final Progress progress;
  private final List<TableName> tables;
  private final ChangeFeed feed;
  private final RowReadings readings;
  private final SlotWatch watch;
  private final Instant startedAt = Instant.now();
  private final Instant begun;
  private final Deque<SourceRecord> polled = new ArrayDeque<>();
  private LsnPosition position;
  private Change.@Nullable Row held;
  private @Nullable TableName beingRead;
  private Set<String> completeBefore = Set.of();
  private boolean ended;

  /**
   * @param tables those to read, in order
   * @param position with its snapshot set
   */
  SnapshotSession(
      Reached reached,
      Progress progress,
      List<TableName> tables,
      ChangeFeed feed,
      LsnPosition position) {
    this.reached = reached;
    this.progress = progress;
    this.tables = tables;
    this.feed = feed;
    var unchanged = new UnchangedValues(reached.database());
    var under = position.snapshot().orElseThrow();
    this.begun = under.begun();
    var order = OptionalLong.of(under.order());
    this.readings = new RowReadings(reached, unchanged, progress, order);
    this.watch = new SlotWatch(reached, position.commit());
    this.position = position;
  }

  @Override
  public List<Reading<LsnPosition>> read(int limit) throws IOException, SQLException {
    progress.rows().beginPage();
    if (watch.isDue()) {
      watch.look();
    }
    if (polled.isEmpty()) {
      polled.addAll(feed.poll());
    }
    var found = new ArrayList<Reading<LsnPosition>>();
    while (!ended && !polled.isEmpty() && found.size() < limit) {
      var change = Change.of(polled.remove(), reached.followed());
      if (change instanceof Change.Row row) {
        found.addAll(row(row));
      } else if (change instanceof Change.SnapshotComplete) {
        found.addAll(complete());
      }
    }
    return found;
  }

  // A row is held until it is known what follows: then the last one carries that it is the last,
  // and a snapshot that was read whole is never begun again for its end.
  private List<Reading<LsnPosition>> row(Change.Row next) throws SQLException {
    var row = held;
    held = next;
    if (row == null) {
      return List.of();
    }
    position = row.table().equals(next.table()) ? after(row) : tableComplete(row.table());
    return readings.of(row, order(), position);
  }

  private LsnPosition after(Change.Row row) {
    // A table without a key is refused before.
    var key = row.key().stream().map(part -> Objects.requireNonNullElse(part, "")).toList();
    if (!Objects.equals(beingRead, row.table())) {
      beingRead = row.table();
      completeBefore = Set.copyOf(completeBefore(row.table()));
    }
    return position
        .withTables(completeBefore)
        .withSnapshot(new LsnPosition.Snapshot(order(), begun, row.table().toString(), key));
  }

  private LsnPosition tableComplete(TableName table) {
    var complete = completeBefore(table);
    complete.add(table.toString());
    return position.withTables(complete);
  }

  private long order() {
    return position.snapshot().orElseThrow().order();
  }

  // Debezium reads one table after the other, in the order it was given.
  private Set<String> completeBefore(TableName table) {
    var complete = new TreeSet<>(position.tables());
    tables.stream().takeWhile(one -> !one.equals(table)).forEach(t -> complete.add(t.toString()));
    return complete;
  }

  private List<Reading<LsnPosition>> complete() throws SQLException {
    long order = order();
    var complete = new TreeSet<>(position.tables());
    complete.addAll(scopes());
    position = position.snapshotComplete(complete);
    ended = true;
    var found = new ArrayList<Reading<LsnPosition>>();
    if (held != null) {
      found.addAll(readings.of(held, order, position));
    }
    tables.stream().filter(progress::isLossy).forEach(table -> found.addAll(mend(table, order)));
    found.addAll(progress.snapshotRead(tables, begun, position));
    found.add(new Reading.Recovered<>(Opening.ADDED, scopes()));
    return found;
  }

  /** Finds out what was deleted while nobody looked, or says that it cannot be found out. */
  private List<Reading<LsnPosition>> mend(TableName table, long order) {
    var scope = Set.of(table.toString());
    if (!progress.rows().hasAll(table)) {
      return List.of(new Reading.Failed<>(Progress.LOG, FailureReason.HISTORY_LOST, lost(), scope));
    }
    var absent = progress.rows().absent(table, order);
    int known = progress.rows().all(table).size();
    if ((long) absent.size() * SUSPICIOUS_PART > known && !progress.isSuspicious(table)) {
      progress.suspect(table);
      var message = tooMany(absent.size(), known);
      return List.of(
          new Reading.Failed<>(Progress.LOG, FailureReason.HISTORY_LOST, lost(), scope),
          new Reading.Failed<>(Progress.ABSENT, FailureReason.HISTORY_LOST, message, scope));
    }
    var found = readings.absent(table, absent, startedAt, position);
    found.add(new Reading.Recovered<>(Progress.LOG, scope));
    found.add(new Reading.Recovered<>(Progress.ABSENT, scope));
    progress.mended(table);
    return found;
  }

  private static String tooMany(int absent, int known) {
    return "%,d of %,d known rows are absent, more than a fifth. Look whether that is right, then"
            .formatted(absent, known)
        + " reset the source: if they are absent again they are taken for deleted";
  }

  private Set<String> scopes() {
    return tables.stream().map(TableName::toString).collect(Collectors.toSet());
  }

  private String lost() {
    return "A part of the log before %s could not be read. A snapshot taken since shows every row"
            .formatted(Lsn.text(position.commit()))
        + " that there is; versions in between are missing, and rows that were deleted in between"
        + " are not known to be deleted";
  }

  @Override
  public LsnPosition position() {
    return position;
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  @Override
  public void close() {
    feed.stop();
    reached.database().close();
  }
}
