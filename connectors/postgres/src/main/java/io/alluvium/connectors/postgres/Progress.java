package io.alluvium.connectors.postgres;

import io.alluvium.connectors.ReaderContext;
import io.alluvium.connectors.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is proven of each table, and what is known to be lost. Used by the task's thread. */
final class Progress {
  static final String AXIS = "lsn";

  /** Subject of the gap that says that a part of the log was never read. */
  static final String LOG = "log";

  private static final Set<String> EVERYTHING = Set.of("creations", "edits", "deletions");
  private static final Set<String> NO_DELETIONS = Set.of("creations", "edits");

  private static final String LSN = "lsn";
  private static final String SYSTEM = "system";
  private static final String ROWS = "rows";
  private static final String ALL = "all";

  /** Subject of the gap that says that too many rows are absent at once. */
  static final String ABSENT = "absent";

  private final ReaderContext context;
  private final List<TableName> tables;
  private final Map<TableName, String> claimedTo = new TreeMap<>();
  private final Set<TableName> lossy = new HashSet<>();
  private final Set<TableName> suspicious = new HashSet<>();
  private final Set<String> failed = new HashSet<>();
  private final KnownRows rows;

  Progress(ReaderContext context, List<TableName> tables, KnownRows rows) {
    this.context = context;
    this.tables = tables;
    this.rows = rows;
    for (var table : tables) {
      var lsn = remembered(table).get(LSN);
      if (lsn != null) {
        claimedTo.put(table, Lsn.text(Long.parseLong(lsn)));
      }
      var open = context.openGaps(table.toString(), AXIS);
      if (open.contains(LOG)) {
        lossy.add(table);
      }
      if (open.contains(ABSENT)) {
        suspicious.add(table);
      }
      if (ALL.equals(remembered(table).get(ROWS))) {
        rows.restoreComplete(table);
      }
      failed.addAll(open);
    }
  }

  private Map<String, String> remembered(TableName table) {
    return context.remembered(table.toString(), AXIS);
  }

  /** Everything of these tables before this is in Kafka, and the offsets that say so are stored. */
  long proven(Collection<TableName> of) {
    long lowest = Long.MAX_VALUE;
    for (var table : of) {
      lowest = Math.min(lowest, Long.parseLong(remembered(table).getOrDefault(LSN, "0")));
    }
    return lowest == Long.MAX_VALUE ? 0 : lowest;
  }

  /** The highest LSN that any table was read to in this cluster; 0 if none was. */
  long reached(String system) {
    long highest = 0;
    for (var table : tables) {
      var remembered = remembered(table);
      if (system.equals(remembered.get(SYSTEM))) {
        highest = Math.max(highest, Long.parseLong(remembered.getOrDefault(LSN, "0")));
      }
    }
    return highest;
  }

  /** Whether tables were read from another cluster. */
  boolean readElsewhere(String system) {
    return tables.stream()
        .map(table -> remembered(table).getOrDefault(SYSTEM, system))
        .anyMatch(one -> !one.equals(system));
  }

  /** Tables of which anything was ever proven. */
  Set<TableName> known() {
    return new TreeSet<>(claimedTo.keySet());
  }

  /** A part of the log of these tables will never be read. */
  void lost(Collection<TableName> of) {
    lossy.addAll(of);
  }

  /** Keys of rows that could not be published, and have a gap. */
  Set<String> failed() {
    return failed;
  }

  boolean isLossy(TableName table) {
    return lossy.contains(table);
  }

  /** Which rows there are. */
  KnownRows rows() {
    return rows;
  }

  /** Whether more rows were absent in the last snapshot than is believed of one alone. */
  boolean isSuspicious(TableName table) {
    return suspicious.contains(table);
  }

  void suspect(TableName table) {
    suspicious.add(table);
  }

  /** What was lost of a table has been found out. */
  void mended(TableName table) {
    lossy.remove(table);
    suspicious.remove(table);
  }

  /**
   * The tables' rows were all read, as the snapshot shows them; the log goes on from an LSN.
   *
   * @param asOf when the first row was read, before a restart maybe
   */
  List<Reading<LsnPosition>> snapshotRead(
      Collection<TableName> of, Instant asOf, LsnPosition position) {
    rows.settle(of, true);
    var ends = new ArrayList<Reading<LsnPosition>>();
    for (var table : of) {
      var start = new Start("", !lossy.contains(table), rows.hasAll(table));
      ends.add(end(start, position.commit(), asOf, Set.of(table), position));
      claimedTo.put(table, Lsn.text(position.commit()));
    }
    return ends;
  }

  /**
   * The log was read up to an LSN.
   *
   * @param truncated tables that were emptied at one stroke meanwhile
   */
  List<Reading<LsnPosition>> logRead(
      long to, Instant asOf, Set<TableName> truncated, LsnPosition position) {
    rows.settle(tables, false);
    var groups = new LinkedHashMap<Start, Set<TableName>>();
    for (var table : tables) {
      var from = claimedTo.getOrDefault(table, "");
      var start = new Start(from, !truncated.contains(table), rows.hasAll(table));
      groups.computeIfAbsent(start, s -> new TreeSet<>()).add(table);
      claimedTo.put(table, Lsn.text(to));
    }
    var ends = new ArrayList<Reading<LsnPosition>>();
    groups.forEach((start, group) -> ends.add(end(start, to, asOf, group, position)));
    return ends;
  }

  /** Where a stretch begins, whether every deletion in it is known, and every row there is. */
  private record Start(String from, boolean deletions, boolean allRows) {}

  private static Reading<LsnPosition> end(
      Start start, long to, Instant asOf, Set<TableName> of, LsnPosition position) {
    var known = start.allRows() ? ALL : "";
    var remembered = Map.of(LSN, Long.toString(to), SYSTEM, position.system(), ROWS, known);
    return new Reading.StretchEnd<>(
        start.from(),
        Lsn.text(to),
        asOf,
        start.deletions() ? EVERYTHING : NO_DELETIONS,
        remembered,
        position,
        of.stream().map(TableName::toString).collect(Collectors.toSet()));
  }
}
