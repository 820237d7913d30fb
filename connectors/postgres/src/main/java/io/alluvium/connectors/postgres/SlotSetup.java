package io.alluvium.connectors.postgres;

import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a publication and a slot that hold a source's tables, and drops a slot that is of no use.
 */
final class SlotSetup {
  private static final Logger LOG = LoggerFactory.getLogger(SlotSetup.class);
  private static final long LOOK_MS = 100;
  private static final long SLOT_PATIENCE_MS = 5_000;
  private static final long SAY_AFTER_MS = 10_000;

  private final Reached reached;
  private final PostgresSourceConfig config;
  private final Database database;

  SlotSetup(Reached reached) {
    this.reached = reached;
    this.config = reached.config();
    this.database = reached.database();
  }

  /**
   * The slot, when nobody reads it any more; empty if there is none.
   *
   * @throws IOException if somebody goes on reading it
   */
  Optional<Slot> inactive() throws SQLException, IOException, InterruptedException {
    long end = System.nanoTime() + SLOT_PATIENCE_MS * 1_000_000;
    var slot = Slot.find(database, config.slot());
    while (slot.isPresent() && slot.get().active()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "Replication slot %s is read by somebody else. Give every source a slot of its own: %s"
                .formatted(config.slot(), PostgresSourceConfig.SLOT));
      }
      Thread.sleep(LOOK_MS);
      slot = Slot.find(database, config.slot());
    }
    return slot;
  }

  boolean isPublished() throws SQLException {
    return Publication.find(database, config.publication()).isPresent();
  }

  /** Tables that the publication holds. */
  Set<TableName> published() throws SQLException {
    return Publication.find(database, config.publication())
        .map(Publication::tables)
        .orElse(Set.of());
  }

  /** Sees to it that every table is published; returns the log's end before. */
  long publish() throws SQLException {
    long order = Lsn.parse(database.text("SELECT pg_current_wal_insert_lsn()::text"));
    var tables = reached.followed().keySet();
    if (!isPublished()) {
      publish(Publication.create(config.publication(), tables));
    } else if (!published().containsAll(tables)) {
      publish(Publication.set(config.publication(), tables));
    }
    return order;
  }

  private void publish(String statement) throws SQLException {
    if (!config.createsPublication()) {
      throw new PermanentFaultException(
          FailureReason.GONE,
          "Publication " + config.publication() + " does not hold every table",
          "As the owner of the tables: " + statement);
    }
    database.execute(statement);
  }

  /** The slot, made if there is none. Waits for the transactions that are under way then. */
  Slot slot() throws SQLException {
    var found = Slot.find(database, config.slot());
    if (found.isEmpty()) {
      boolean failover =
          config.slotFailover() && reached.server().version() >= Server.FAILOVER_SLOTS;
      database.text(
          "SELECT pg_create_logical_replication_slot(?, 'pgoutput', false, false%s)::text"
              .formatted(failover ? ", true" : ""),
          config.slot());
      found = Slot.find(database, config.slot());
    }
    reached.figures().seen(found);
    return found.orElseThrow();
  }

  void drop() throws SQLException {
    database.text("SELECT pg_drop_replication_slot(?)::text", config.slot());
  }

  /**
   * A transaction that was under way when a table was published might be neither in the snapshot
   * nor in the log. When it has ended, a snapshot shows it.
   */
  void awaitOlderTransactions() throws SQLException, InterruptedException {
    long next = number("txid_snapshot_xmax");
    long begun = System.nanoTime();
    boolean said = false;
    while (number("txid_snapshot_xmin") < next) {
      if (!said && System.nanoTime() - begun > SAY_AFTER_MS * 1_000_000) {
        said = true;
        LOG.warn(
            "{}: the snapshot waits for transactions that began before it; see pg_stat_activity",
            config.source());
      }
      Thread.sleep(LOOK_MS);
    }
  }

  private long number(String function) throws SQLException {
    return Long.parseLong(
        database.text("SELECT %s(txid_current_snapshot())::text".formatted(function)));
  }
}
