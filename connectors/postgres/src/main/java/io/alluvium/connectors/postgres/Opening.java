package io.alluvium.connectors.postgres;

import io.alluvium.connectors.Reading;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins to read: judges whether the log reaches back far enough, makes publication and slot where
 * they are missing, in this order, and starts a snapshot of the tables that have none, or the log.
 *
 * <p>The slot is there before a snapshot is read, and the log is read from the slot's beginning
 * after it: what a snapshot has seen comes again and is the same event, and nothing falls between
 * them, however often a snapshot is interrupted.
 */
final class Opening implements Callable<Opening.Opened> {
  /** Subject of the gap of a table that was added to a source. */
  static final String ADDED = "added";

  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private final PostgresSourceConfig config;
  private final Progress progress;
  private final SlotFigures figures;
  private final List<Reading<LsnPosition>> readings = new ArrayList<>();
  private LsnPosition position;
  private volatile @Nullable Database connected;
  private volatile boolean aborted;
  private @Nullable Session delivered;

  /** A session, where it begins, and what there is to say before. */
  record Opened(Session session, List<Reading<LsnPosition>> readings) {}

  Opening(
      PostgresSourceConfig config, Progress progress, SlotFigures figures, LsnPosition position) {
    this.config = config;
    this.progress = progress;
    this.figures = figures;
    this.position = position;
  }

  @Override
  public Opened call() throws SQLException, IOException, InterruptedException {
    var database = Database.connect(config);
    connected = database;
    Session begun = null;
    try {
      begun = open(database);
      deliver(begun);
      return new Opened(begun, readings);
    } finally {
      if (begun == null) {
        database.abort();
      }
    }
  }

  private synchronized void deliver(Session begun) throws IOException {
    if (aborted) {
      begun.close();
      throw new IOException("Stopped while it began");
    }
    delivered = begun;
  }

  /** Ends it, and whatever it has begun. Called by any thread. */
  void abort() {
    aborted = true;
    var database = connected;
    if (database != null) {
      database.abort();
    }
    synchronized (this) {
      if (delivered != null) {
        delivered.close();
      }
    }
  }

  private Session open(Database database) throws SQLException, IOException, InterruptedException {
    var server = Server.of(database);
    var reached = new Reached(config, server, Tables.followed(database, config), database, figures);
    var setup = new SlotSetup(reached);
    judge(reached, setup);
    long order = setup.publish();
    var slot = setup.slot();
    var complete = new TreeSet<>(position.tables());
    complete.retainAll(reached.followed().keySet().stream().map(TableName::toString).toList());
    // The slot has let go of what was proven; what it has not let go of was not.
    long start = Math.max(position.commit(), slot.confirmed());
    position =
        new LsnPosition(server.system(), complete, position.snapshot(), start, position.change());
    var missing = new ArrayList<TableName>(reached.followed().keySet());
    missing.removeIf(table -> complete.contains(table.toString()));
    return missing.isEmpty() ? log(reached) : snapshot(reached, setup, missing, order);
  }

  private void judge(Reached reached, SlotSetup setup)
      throws SQLException, IOException, InterruptedException {
    var slot = setup.inactive();
    var system = reached.server().system();
    boolean foreign =
        position.system().isEmpty()
            ? progress.readElsewhere(system)
            : !position.system().equals(system);
    long read = Math.max(foreign ? 0 : position.commit(), progress.reached(system));
    var known = known(reached);
    boolean published = setup.published().containsAll(known);
    var loss = SlotJudgement.loss(slot, published, foreign, read);
    if (foreign) {
      progress.rows().forgetAll();
    }
    if (loss.isPresent()) {
      lost(known, loss.get());
    }
    // Without a publication from its beginning on a slot is of no use.
    if (slot.isPresent() && (loss.isPresent() || slot.get().isLost() || !setup.isPublished())) {
      setup.drop();
    }
  }

  private Set<TableName> known(Reached reached) {
    var known = new TreeSet<>(progress.known());
    position.tables().stream().flatMap(t -> TableName.parse(t).stream()).forEach(known::add);
    known.retainAll(reached.followed().keySet());
    return known;
  }

  private void lost(Set<TableName> known, String why) {
    LOG.warn("{}: {}; every table is read again", config.source(), why);
    progress.lost(known);
    position = LsnPosition.BEGIN;
    var scopes = known.stream().map(TableName::toString).collect(Collectors.toSet());
    if (!scopes.isEmpty()) {
      var message = why + ". Changes since are missing until a new snapshot, under way, is read";
      readings.add(new Reading.Failed<>(Progress.LOG, FailureReason.SLOT_LOST, message, scopes));
    }
  }

  private Session log(Reached reached) throws IOException {
    var unchanged = new UnchangedValues(reached.database());
    var tables = reached.followed().values();
    var feed =
        ChangeFeed.log(
            FeedSettings.log(config, tables, unchanged.placeholder()), position.commit());
    var rows = new RowReadings(reached, unchanged, progress, OptionalLong.empty());
    return started(feed, new LogSession(reached, progress, feed, rows, position));
  }

  private Session snapshot(Reached reached, SlotSetup setup, List<TableName> missing, long order)
      throws SQLException, IOException, InterruptedException {
    var under = position.snapshot().filter(s -> missing.stream().anyMatch(t -> is(t, s)));
    if (under.isEmpty()) {
      setup.awaitOlderTransactions();
      progress.rows().beginSnapshot(missing);
      position =
          position.withSnapshot(new LsnPosition.Snapshot(order, Instant.now(), "", List.of()));
    }
    sayAdded(missing);
    var selects = new LinkedHashMap<Followed, String>();
    for (var table : missing) {
      var rows = Objects.requireNonNull(reached.followed().get(table));
      var after = under.filter(s -> is(table, s)).map(LsnPosition.Snapshot::key);
      selects.put(rows, KeyLiteral.select(rows, after.orElse(List.of())));
    }
    var unchanged = new UnchangedValues(reached.database());
    var feed = ChangeFeed.snapshot(FeedSettings.snapshot(config, selects, unchanged.placeholder()));
    return started(feed, new SnapshotSession(reached, progress, missing, feed, position));
  }

  private static boolean is(TableName table, LsnPosition.Snapshot snapshot) {
    return table.toString().equals(snapshot.table());
  }

  private Session started(ChangeFeed feed, Session session) throws IOException {
    if (aborted) {
      throw new IOException("Stopped while it began");
    }
    boolean started = false;
    try {
      feed.start();
      started = true;
      return session;
    } finally {
      if (!started) {
        feed.stop();
      }
    }
  }

  private void sayAdded(List<TableName> missing) {
    var added = new TreeSet<>(missing);
    added.removeAll(progress.known());
    if (position.tables().isEmpty() || added.isEmpty()) {
      return;
    }
    readings.add(
        new Reading.Failed<>(
            ADDED,
            FailureReason.NOT_READ_YET,
            "The table is new in this source; its first reading is under way",
            added.stream().map(TableName::toString).collect(Collectors.toSet())));
  }
}
