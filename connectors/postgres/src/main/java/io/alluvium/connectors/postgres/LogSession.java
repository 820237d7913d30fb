package io.alluvium.connectors.postgres;

import io.alluvium.connectors.Reading;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.source.SourceRecord;

/** Reads what is committed, transaction by transaction, in the order of the log. */
final class LogSession implements Session {
  private final Reached reached;
  private final Progress progress;
  private final ChangeFeed feed;
  private final RowReadings readings;
  private final SlotWatch watch;
  private final Marker marker;
  private final Deque<SourceRecord> polled = new ArrayDeque<>();
  private final Set<TableName> truncated = new HashSet<>();
  private final Resumption resumption;
  private LsnPosition position;
  private long confirmed;

  /**
   * @param position where to go on: the feed begins at its commit
   */
  LogSession(
      Reached reached,
      Progress progress,
      ChangeFeed feed,
      RowReadings readings,
      LsnPosition position) {
    this.reached = reached;
    this.progress = progress;
    this.feed = feed;
    this.readings = readings;
    this.watch = new SlotWatch(reached, position.commit());
    this.marker = new Marker(reached.database(), reached.config().slot());
    this.resumption = new Resumption(position.change());
    this.position = position;
    this.confirmed = position.commit();
  }

  @Override
  public List<Reading<LsnPosition>> read(int limit) throws IOException, SQLException {
    progress.rows().beginPage();
    if (watch.isDue()) {
      beat();
    }
    if (polled.isEmpty()) {
      polled.addAll(feed.poll());
    }
    var found = new ArrayList<Reading<LsnPosition>>();
    while (!polled.isEmpty() && found.size() < limit) {
      var change = Change.of(polled.remove(), reached.followed());
      if (change instanceof Change.Row row && moveTo(row.place())) {
        found.addAll(readings.of(row, row.place().lsn(), position));
      } else if (change instanceof Change.Truncated emptied && moveTo(emptied.place())) {
        found.addAll(truncated(emptied));
      } else if (change instanceof Change.Marked marked && found.addAll(marked(marked))) {
        // What was said to be read must be told, whatever fails next.
        break;
      }
    }
    return found;
  }

  private void beat() throws IOException, SQLException {
    watch.look();
    long proven = progress.proven(reached.followed().keySet());
    if (proven > confirmed) {
      confirmed = proven;
      watch.confirmed(proven);
      feed.confirm(proven);
    }
    if (!marker.isAwaited()) {
      marker.write();
    }
  }

  /** Takes the place of a change; false if it was read before the last stop. */
  private boolean moveTo(Change.Place place) {
    if (resumption.isBefore(place)) {
      return false;
    }
    position =
        position.at(
            Math.max(position.commit(), place.commit()),
            position.change().next(place.transaction(), place.lsn()));
    return true;
  }

  private List<Reading<LsnPosition>> truncated(Change.Truncated emptied) {
    if (progress.rows().hasAll(emptied.table())) {
      return readings.emptied(emptied, position);
    }
    truncated.add(emptied.table());
    var lsn = Lsn.text(emptied.place().lsn());
    return List.of(
        new Reading.Failed<>(
            "truncated at " + lsn,
            FailureReason.HISTORY_LOST,
            "The table was emptied by TRUNCATE at %s, %s. The log does not name its rows, and they"
                    .formatted(lsn, emptied.place().time())
                + " were too many to be kept track of: those published before are not known to be"
                + " deleted",
            Set.of(emptied.table().toString())));
  }

  private List<Reading<LsnPosition>> marked(Change.Marked marked) {
    long commit = Math.max(position.commit(), marked.place().commit());
    position = position.at(commit, position.change());
    if (!marker.arrived(marked.mark())) {
      return List.of();
    }
    var ends =
        progress.logRead(marked.place().lsn(), marker.writtenAt(), Set.copyOf(truncated), position);
    truncated.clear();
    return ends;
  }

  @Override
  public LsnPosition position() {
    return position;
  }

  @Override
  public boolean hasEnded() {
    return false;
  }

  @Override
  public void close() {
    feed.stop();
    reached.database().close();
  }
}
