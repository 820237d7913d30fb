package io.alluvium.connectors.postgres;

import io.alluvium.connectors.KnownChange;
import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.Reading;
import io.alluvium.schemas.FailureReason;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes readings of rows; what cannot be published as it is becomes a gap, never something else.
 */
final class RowReadings {
  // Beside at most 512 KiB of text, within the 4 MiB of a record.
  private static final int MAX_ROW_BYTES = 2 * 1024 * 1024;

  private final Reached reached;
  private final RowEvents events;
  private final UnchangedValues unchanged;
  private final Set<String> failed;
  private final KnownRows known;
  private final OptionalLong snapshot;

  /**
   * @param snapshot the snapshot that is read, by its order; empty = the log
   */
  RowReadings(
      Reached reached, UnchangedValues unchanged, Progress progress, OptionalLong snapshot) {
    this.reached = reached;
    this.events = reached.events();
    this.unchanged = unchanged;
    this.failed = progress.failed();
    this.known = progress.rows();
    this.snapshot = snapshot;
  }

  /**
   * The readings of one change of a row.
   *
   * @param order its version order
   * @param position where reading goes on after it
   */
  List<Reading<LsnPosition>> of(Change.Row row, long order, LsnPosition position)
      throws SQLException {
    var rows = Objects.requireNonNull(reached.followed().get(row.table()));
    var key = key(row);
    if (row.deleted()) {
      return published(new RowVersion(rows, key, Map.of(), row, order), position);
    }
    var columns = unchanged.complete(rows, key, row.columns());
    if (columns.isEmpty()) {
      reached.figures().countSuperseded();
      return List.of();
    }
    var problem = problem(columns.get());
    if (problem.isPresent()) {
      return List.of(failed(rows, key, problem.get()));
    }
    return published(new RowVersion(rows, key, columns.get(), row, order), position);
  }

  private List<Reading<LsnPosition>> published(RowVersion version, LsnPosition position) {
    var event = events.event(version);
    var subject = event.getEntityKey();
    var observed = new Reading.Observed<>(event, known(version, subject), position);
    return failed.remove(subject)
        ? List.of(observed, new Reading.Recovered<>(subject, scope(version.rows())))
        : List.of(observed);
  }

  private Optional<KnownChange> known(RowVersion version, String entityKey) {
    var table = version.rows().name();
    var id = events.knownId(table, entityKey);
    if (version.change().deleted()) {
      return known.gone(table, id);
    }
    return snapshot.isPresent()
        ? known.shown(table, id, snapshot.getAsLong())
        : known.told(table, id);
  }

  /** A table was emptied at one stroke: the rows that are known, if all are. */
  List<Reading<LsnPosition>> emptied(Change.Truncated emptied, LsnPosition position) {
    var table = emptied.table();
    var gone = new ArrayList<Reading<LsnPosition>>();
    for (var id : known.all(table)) {
      var event = events.gone(table, id, emptied.place().time());
      event.setDeletion("stated").setVersionOrder(events.order(emptied.place().lsn()));
      gone.add(new Reading.Observed<>(event, known.gone(table, id), position));
    }
    return gone;
  }

  /** Rows that were published and that a snapshot, now at its end, did not show. */
  List<Reading<LsnPosition>> absent(
      TableName table, List<String> absent, Instant at, LsnPosition position) {
    var gone = new ArrayList<Reading<LsnPosition>>();
    for (var id : absent) {
      var event = events.gone(table, id, at).setDeletion("inferred");
      gone.add(new Reading.Observed<>(event, known.gone(table, id), position));
    }
    return gone;
  }

  private Optional<String> problem(Map<String, String> columns) {
    long bytes = 0;
    for (var column : columns.entrySet()) {
      if (unchanged.isInside(column.getValue())) {
        return Optional.of(
            "the log leaves out column %s, which did not change, and it cannot be looked up. Set"
                    .formatted(column.getKey())
                + " REPLICA IDENTITY FULL on the table, or exclude the column");
      }
      bytes += Utils.utf8Length(column.getValue());
    }
    return bytes <= MAX_ROW_BYTES
        ? Optional.empty()
        : Optional.of(
            "it has %,d bytes, more than %,d. Exclude its large columns"
                .formatted(bytes, MAX_ROW_BYTES));
  }

  private Reading<LsnPosition> failed(Followed rows, List<String> key, String problem) {
    var subject = events.entityKey(rows.name(), key);
    failed.add(subject);
    // It is there, though it cannot be told: stored with the next row of its bucket.
    var id = events.knownId(rows.name(), subject);
    snapshot.ifPresent(order -> known.keep(rows.name(), id, order));
    return new Reading.Failed<>(
        subject, FailureReason.UNREADABLE, "The row was not published: " + problem, scope(rows));
  }

  private static Set<String> scope(Followed rows) {
    return Set.of(rows.name().toString());
  }

  private static List<String> key(Change.Row row) {
    if (row.key().contains(null)) {
      throw new PermanentFaultException(
          FailureReason.GONE,
          "Table " + row.table() + " has no key any more: a change does not name its row",
          "Give it back its primary key, or take it out of " + PostgresSourceConfig.TABLES);
    }
    return row.key().stream().map(Objects::requireNonNull).toList();
  }
}
