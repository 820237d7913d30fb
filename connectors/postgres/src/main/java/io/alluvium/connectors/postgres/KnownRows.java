package io.alluvium.connectors.postgres;

import io.alluvium.connectors.KnownChange;
import io.alluvium.connectors.KnownEntities;
import io.alluvium.connectors.ReaderContext;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * Which rows there are, as far as they were published, of tables that have few enough of them: what
 * tells the rows that vanished unseen, by TRUNCATE or behind a lost slot. Of a larger table nothing
 * can be told.
 *
 * <p>An id is the table's name, a slash and the row's part of the entity key; its fingerprint the
 * snapshot that showed the row last. Used by the task's thread.
 */
final class KnownRows {
  private static final String FROM_LOG = "log";
  private static final int NEIGHBOURS = 64;
  private static final int LONGEST_NUMBER = 18;

  private final KnownEntities rows;
  private final int limit;
  private final Map<TableName, Integer> counts = new HashMap<>();
  private final Set<TableName> complete = new HashSet<>();
  private final Set<TableName> overflowed = new HashSet<>();

  // What is on the page under way: it becomes known when the task takes the page.
  private final Map<String, Optional<String>> underWay = new HashMap<>();

  /**
   * The rows known by now.
   *
   * @param limit most rows of a table; 0 = of no table
   */
  KnownRows(ReaderContext context, String scope, List<TableName> tables, int limit) {
    this.rows = context.known(scope, Progress.AXIS, KnownRows::bucketOf);
    this.limit = limit;
    tables.forEach(table -> counts.put(table, rows.idsUnder(table + "/").size()));
  }

  /** Rows that follow one another lie in one bucket, so that a snapshot rewrites few of them. */
  static int bucketOf(String id) {
    var last = id.substring(id.lastIndexOf('/') + 1);
    if (!last.isEmpty()
        && last.length() <= LONGEST_NUMBER
        && last.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return (int) (Long.parseLong(last) / NEIGHBOURS % KnownEntities.BUCKETS);
    }
    var hash = new CRC32();
    hash.update(id.getBytes(StandardCharsets.UTF_8));
    return (int) (hash.getValue() % KnownEntities.BUCKETS);
  }

  /** The task has taken the page before, whole. */
  void beginPage() {
    underWay.clear();
  }

  private Optional<String> fingerprint(String id) {
    return underWay.containsKey(id) ? underWay.get(id) : rows.fingerprint(id);
  }

  private Optional<KnownChange> change(String id, Optional<String> fingerprint) {
    underWay.put(id, fingerprint);
    return Optional.of(new KnownChange(id, fingerprint));
  }

  /** Every row of a table is known, as the last claim says. */
  void restoreComplete(TableName table) {
    complete.add(table);
  }

  /** Whether every row of a table that was published, and is not known to be deleted, is known. */
  boolean hasAll(TableName table) {
    return complete.contains(table);
  }

  /** Nothing can be told of any table: its rows had other names. */
  void forgetAll() {
    complete.clear();
  }

  /** A snapshot showed a row. */
  Optional<KnownChange> shown(TableName table, String id, long snapshot) {
    var fingerprint = Long.toString(snapshot, Character.MAX_RADIX);
    var before = fingerprint(id);
    if (before.isPresent()) {
      return before.get().equals(fingerprint)
          ? Optional.empty()
          : change(id, Optional.of(fingerprint));
    }
    return added(table, id, fingerprint);
  }

  /** A snapshot showed a row that cannot be published: it is not absent. */
  void keep(TableName table, String id, long snapshot) {
    if (fingerprint(id).isPresent()) {
      shown(table, id, snapshot).ifPresent(rows::apply);
    }
  }

  /** The log told of a row. */
  Optional<KnownChange> told(TableName table, String id) {
    return complete.contains(table) && fingerprint(id).isEmpty()
        ? added(table, id, FROM_LOG)
        : Optional.empty();
  }

  private Optional<KnownChange> added(TableName table, String id, String fingerprint) {
    int count = counts.getOrDefault(table, 0);
    if (count >= limit) {
      overflowed.add(table);
      return Optional.empty();
    }
    counts.put(table, count + 1);
    return change(id, Optional.of(fingerprint));
  }

  /** A row is gone. */
  Optional<KnownChange> gone(TableName table, String id) {
    if (fingerprint(id).isEmpty()) {
      return Optional.empty();
    }
    counts.merge(table, -1, Integer::sum);
    return change(id, Optional.empty());
  }

  /** Known rows of a table that a snapshot, now at its end, did not show. */
  List<String> absent(TableName table, long snapshot) {
    var fingerprint = Optional.of(Long.toString(snapshot, Character.MAX_RADIX));
    return all(table).stream().filter(id -> !fingerprint(id).equals(fingerprint)).toList();
  }

  /** All known rows of a table. */
  List<String> all(TableName table) {
    var all = new TreeSet<>(rows.idsUnder(table + "/"));
    underWay.forEach((id, fingerprint) -> {
      if (id.startsWith(table + "/") && fingerprint.isPresent()) {
        all.add(id);
      } else {
        all.remove(id);
      }
    });
    return List.copyOf(all);
  }

  /** A snapshot of tables has ended, or the log was read on: what did not overflow is complete. */
  void settle(Collection<TableName> tables, boolean snapshot) {
    for (var table : tables) {
      if (overflowed.contains(table) || limit == 0) {
        complete.remove(table);
      } else if (snapshot) {
        complete.add(table);
      }
    }
  }

  /** A snapshot begins anew: it shows whether the table has become small enough. */
  void beginSnapshot(Collection<TableName> tables) {
    overflowed.removeAll(tables);
  }
}
