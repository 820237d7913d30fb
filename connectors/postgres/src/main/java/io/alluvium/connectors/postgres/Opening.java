package io.alluvium.connectors.postgres;

import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.Reading;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
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
  private static final long LOOK_MS = 100;
  private static final long SLOT_PATIENCE_MS = 5_000;
  private static final long SAY_AFTER_MS = 10_000;

  private final PostgresSourceConfig config;
  private final Progress progress;
  private final SlotFigures figures;
  private final Set<String> openGaps;
  private final List<Reading<LsnPosition>> readings = new ArrayList<>();
  private LsnPosition position;
  private volatile @Nullable Database connected;
  private volatile boolean aborted;
  private @Nullable Session delivered;

  /** A session, where it begins, and what there is to say before. */
  record Opened(Session session, List<Reading<LsnPosition>> readings) {}

  Opening(
      PostgresSourceConfig config,
      Progress progress,
      SlotFigures figures,
      LsnPosition position,
      Set<String> openGaps) {
    this.config = config;
    this.progress = progress;
    this.figures = figures;
    this.position = position;
    this.openGaps = openGaps;
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
    judge(reached);
    var order = publish(reached);
    var slot = slot(reached);
    var complete = new TreeSet<>(position.tables());
    complete.retainAll(reached.followed().keySet().stream().map(TableName::toString).toList());
    position =
        new LsnPosition(
            server.system(), complete, position.snapshot(), start(slot), position.change());
    var missing = new ArrayList<TableName>(reached.followed().keySet());
    missing.removeIf(table -> complete.contains(table.toString()));
    return missing.isEmpty() ? log(reached) : snapshot(reached, missing, order);
  }

  // The slot has let go of what was proven; what it has not let go of was not.
  private long start(Slot slot) {
    return Math.max(position.commit(), slot.confirmed());
  }

  private void judge(Reached reached) throws SQLException, IOException, InterruptedException {
    var slot = inactive(reached);
    var publication = Publication.find(reached.database(), config.publication());
    var system = reached.server().system();
    boolean same = position.system().isEmpty() || position.system().equals(system);
    long read = Math.max(same ? position.commit() : 0, progress.reached(system));
    var foreign = progress.systems().stream().anyMatch(one -> !one.equals(system));
    var loss = SlotJudgement.loss(slot, publication.isPresent(), !same || foreign, read);
    if (loss.isPresent()) {
      lost(reached, slot.isPresent(), loss.get());
    } else if (slot.isPresent() && (slot.get().isLost() || publication.isEmpty())) {
      // Nothing was read through it yet, so nothing is missing.
      drop(reached);
    }
  }

  private void lost(Reached reached, boolean slotExists, String why) throws SQLException {
    LOG.warn("{}: {}; every table is read again", config.source(), why);
    if (slotExists) {
      drop(reached);
    }
    var known = new TreeSet<>(progress.known());
    position.tables().stream().flatMap(t -> TableName.parse(t).stream()).forEach(known::add);
    known.retainAll(reached.followed().keySet());
    progress.lost(known);
    position = LsnPosition.BEGIN;
    var scopes = known.stream().map(TableName::toString).collect(Collectors.toSet());
    if (!scopes.isEmpty()) {
      var message = why + ". Changes since are missing until a new snapshot, under way, is read";
      readings.add(new Reading.Failed<>(Progress.LOG, FailureReason.SLOT_LOST, message, scopes));
    }
  }

  private void drop(Reached reached) throws SQLException {
    reached.database().text("SELECT pg_drop_replication_slot(?)::text", config.slot());
  }

  private Optional<Slot> inactive(Reached reached)
      throws SQLException, IOException, InterruptedException {
    long end = System.nanoTime() + SLOT_PATIENCE_MS * 1_000_000;
    var slot = Slot.find(reached.database(), config.slot());
    while (slot.isPresent() && slot.get().active()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "Replication slot %s is read by somebody else. Give every source a slot of its own: %s"
                .formatted(config.slot(), PostgresSourceConfig.SLOT));
      }
      Thread.sleep(LOOK_MS);
      slot = Slot.find(reached.database(), config.slot());
    }
    return slot;
  }

  /** Sees to it that every table is published; returns the log's end before. */
  private long publish(Reached reached) throws SQLException {
    var database = reached.database();
    var tables = reached.followed().keySet();
    long order = Lsn.parse(database.text("SELECT pg_current_wal_insert_lsn()::text"));
    var name = config.publication();
    var found = Publication.find(database, name);
    if (found.isEmpty()) {
      make(database, Publication.create(name, tables));
      return order;
    }
    var unpublished = new TreeSet<>(tables);
    unpublished.removeAll(found.get().tables());
    if (!unpublished.isEmpty()) {
      make(database, Publication.set(name, tables));
      unpublished(unpublished);
    }
    return order;
  }

  private void make(Database database, String publication) throws SQLException {
    if (!config.createsPublication()) {
      throw new PermanentFaultException(
          FailureReason.GONE,
          "Publication " + config.publication() + " does not hold every table",
          "As the owner of the tables: " + publication);
    }
    database.execute(publication);
  }

  // A table that had been read and was not published meanwhile has missed changes.
  private void unpublished(Set<TableName> tables) {
    var missed = new TreeSet<String>();
    for (var table : tables) {
      if (position.tables().contains(table.toString()) || progress.known().contains(table)) {
        missed.add(table.toString());
      }
    }
    var complete = new TreeSet<>(position.tables());
    complete.removeAll(missed);
    position = position.withTables(complete);
    progress.lost(missed.stream().flatMap(t -> TableName.parse(t).stream()).toList());
    if (!missed.isEmpty()) {
      var message =
          "Publication %s did not hold the table for a while. Changes are missing until a new"
                  .formatted(config.publication())
              + " snapshot, under way, is read";
      readings.add(new Reading.Failed<>(Progress.LOG, FailureReason.SLOT_LOST, message, missed));
    }
  }

  private Slot slot(Reached reached) throws SQLException, InterruptedException {
    var database = reached.database();
    var found = Slot.find(database, config.slot());
    if (found.isEmpty()) {
      boolean failover =
          config.slotFailover() && reached.server().version() >= Server.FAILOVER_SLOTS;
      // Waits for the transactions that are under way.
      database.text(
          "SELECT pg_create_logical_replication_slot(?, 'pgoutput', false, false%s)::text"
              .formatted(failover ? ", true" : ""),
          config.slot());
      found = Slot.find(database, config.slot());
    }
    figures.seen(found);
    return found.orElseThrow();
  }

  private Session log(Reached reached) throws IOException {
    var unchanged = new UnchangedValues(reached.database());
    var tables = reached.followed().values();
    var feed =
        ChangeFeed.log(
            FeedSettings.log(config, tables, unchanged.placeholder()), position.commit());
    return started(feed, new LogSession(reached, progress, feed, unchanged, position, openGaps));
  }

  private Session snapshot(Reached reached, List<TableName> missing, long order)
      throws SQLException, IOException, InterruptedException {
    var under = position.snapshot().filter(s -> missing.stream().anyMatch(t -> is(t, s)));
    if (under.isEmpty()) {
      awaitOlderTransactions(reached);
      position = position.withSnapshot(new LsnPosition.Snapshot(order, "", List.of()));
    }
    sayAdded(missing);
    var selects = new LinkedHashMap<Followed, String>();
    for (var table : missing) {
      var rows = java.util.Objects.requireNonNull(reached.followed().get(table));
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

  /**
   * A transaction that was under way when the publication or the slot was made might be neither in
   * the snapshot nor in the log. When it has ended, a snapshot shows it.
   */
  private void awaitOlderTransactions(Reached reached) throws SQLException, InterruptedException {
    var database = reached.database();
    long next =
        Long.parseLong(database.text("SELECT txid_snapshot_xmax(txid_current_snapshot())::text"));
    long begun = System.nanoTime();
    boolean said = false;
    while (Long.parseLong(database.text("SELECT txid_snapshot_xmin(txid_current_snapshot())::text"))
        < next) {
      if (!said && System.nanoTime() - begun > SAY_AFTER_MS * 1_000_000) {
        said = true;
        LOG.warn(
            "{}: the snapshot waits for transactions that began before it; see pg_stat_activity",
            config.source());
      }
      Thread.sleep(LOOK_MS);
    }
  }
}
