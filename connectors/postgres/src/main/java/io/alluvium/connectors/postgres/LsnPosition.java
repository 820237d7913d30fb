package io.alluvium.connectors.postgres;

import io.alluvium.connectors.Position;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How far a source has read: which tables were read whole, and how much of the log after that.
 *
 * @param system identifier of the cluster that the rest is about; empty before the first reading
 * @param tables tables whose snapshot is complete
 * @param snapshot the snapshot under way
 * @param commit everything committed before this LSN was read
 * @param change the last change read of the transaction that commits next
 */
record LsnPosition(
    String system, Set<String> tables, Optional<Snapshot> snapshot, long commit, Change change)
    implements Position {
  static final LsnPosition BEGIN = new LsnPosition("", Set.of(), Optional.empty(), 0, Change.NONE);

  private static final String SEPARATOR = "\u0000";

  /**
   * A snapshot under way.
   *
   * @param order version order of its rows: every change that it does not show has a higher LSN
   * @param begun when its first row may have been read: what changed since is in the log only
   * @param table table being read; empty before the first row
   * @param key primary key of its last row read
   */
  record Snapshot(long order, Instant begun, String table, List<String> key) {
    Snapshot {
      key = List.copyOf(key);
    }
  }

  /**
   * A place within a transaction.
   *
   * @param transaction its id
   * @param lsn LSN of the log record
   * @param nth rows read of that log record: one record can hold many
   */
  record Change(long transaction, long lsn, int nth) {
    static final Change NONE = new Change(0, 0, 0);

    /** The place of a row of a log record that comes after this one. */
    Change next(long nextTransaction, long nextLsn) {
      boolean same = nextTransaction == transaction && nextLsn == lsn;
      return new Change(nextTransaction, nextLsn, same ? nth + 1 : 1);
    }
  }

  LsnPosition {
    tables = Set.copyOf(tables);
  }

  LsnPosition withSnapshot(Snapshot next) {
    return new LsnPosition(system, tables, Optional.of(next), commit, change);
  }

  LsnPosition withTables(Set<String> complete) {
    return new LsnPosition(system, complete, snapshot, commit, change);
  }

  LsnPosition snapshotComplete(Set<String> complete) {
    return new LsnPosition(system, complete, Optional.empty(), commit, change);
  }

  LsnPosition at(long nextCommit, Change next) {
    return new LsnPosition(system, tables, snapshot, nextCommit, next);
  }

  @Override
  public Map<String, String> toOffset() {
    var offset = new HashMap<String, String>();
    offset.put("system", system);
    offset.put("tables", String.join(SEPARATOR, new TreeSet<>(tables)));
    offset.put("lsn.commit", Long.toString(commit));
    offset.put("lsn", Long.toString(change.lsn()));
    offset.put("lsn.nth", Integer.toString(change.nth()));
    offset.put("transaction", Long.toString(change.transaction()));
    snapshot.ifPresent(under -> {
      offset.put("snapshot.order", Long.toString(under.order()));
      offset.put("snapshot.begun", under.begun().toString());
      offset.put("snapshot.table", under.table());
      offset.put("snapshot.key", String.join(SEPARATOR, under.key()));
    });
    return offset;
  }

  static LsnPosition of(Map<String, String> offset) {
    return new LsnPosition(
        offset.getOrDefault("system", ""),
        list(offset.getOrDefault("tables", "")).stream().collect(Collectors.toSet()),
        snapshot(offset),
        number(offset, "lsn.commit"),
        new Change(
            number(offset, "transaction"), number(offset, "lsn"), (int) number(offset, "lsn.nth")));
  }

  private static Optional<Snapshot> snapshot(Map<String, String> offset) {
    var order = offset.get("snapshot.order");
    if (order == null) {
      return Optional.empty();
    }
    var table = offset.getOrDefault("snapshot.table", "");
    // A key may hold an empty text; without a table there is no key.
    var key = table.isEmpty() ? List.<String>of() : parts(offset.getOrDefault("snapshot.key", ""));
    var begun = Instant.parse(offset.getOrDefault("snapshot.begun", Instant.EPOCH.toString()));
    return Optional.of(new Snapshot(Long.parseLong(order), begun, table, key));
  }

  private static List<String> list(String joined) {
    return joined.isEmpty() ? List.of() : parts(joined);
  }

  private static List<String> parts(String joined) {
    return Arrays.asList(joined.split(SEPARATOR, -1));
  }

  private static long number(Map<String, String> offset, String key) {
    return Long.parseLong(offset.getOrDefault(key, "0"));
  }
}
