package io.alluvium.sinks.iceberg;

import io.alluvium.schemas.Topics;
import io.alluvium.sinks.TierException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One table and its one way to be committed to. Every commit, maintenance included, carries the
 * offsets forward and is refused unless the table stands at the offsets it was made for; that is
 * checked once more by the catalog's own compare-and-swap. Iceberg repeats nothing and deletes
 * nothing by itself: after a failure the table is read again to see whether the commit arrived.
 *
 * <p>Thread-safe; commits of one process wait for each other.
 */
final class TableStore {
  private static final Logger LOG = LoggerFactory.getLogger(TableStore.class);
  private static final String COMMIT = "alluvium.commit";

  private final Catalog catalog;
  private final TableIdentifier name;
  private final ColdTable layout;
  private final String topic;
  private final ReentrantLock commits = new ReentrantLock();
  private final CurrentTable current = new CurrentTable(this::load);
  private final AtomicBoolean viewed = new AtomicBoolean();

  TableStore(Catalog catalog, TableIdentifier name, ColdTable layout, Topics topics) {
    this.catalog = catalog;
    this.name = name;
    this.layout = layout;
    this.topic = layout.topic().in(topics);
  }

  ColdTable layout() {
    return layout;
  }

  /** Name of the topic that feeds it. */
  String topic() {
    return topic;
  }

  /** The table as it is now, to be read; empty before its first commit. */
  Optional<Table> current() {
    return current.get();
  }

  /** The table, to be committed to; empty before its first commit. */
  Optional<Table> load() {
    return Storage.guarded(
        "open table " + name,
        () -> {
          try {
            var table = catalog.loadTable(name);
            TableSettings.requireReadable(table);
            return Optional.of(table);
          } catch (NoSuchTableException none) {
            return Optional.empty();
          }
        });
  }

  /** Where its topic was read up to, as of the last commit. */
  StoredOffsets offsets() {
    return load().map(this::offsets).orElse(StoredOffsets.NONE);
  }

  private StoredOffsets offsets(Table table) {
    return offsets(table.currentSnapshot());
  }

  /** Where its topic was read up to, as of a snapshot. */
  StoredOffsets offsets(@Nullable Snapshot snapshot) {
    return StoredOffsets.of(snapshot, name.toString(), topic);
  }

  /** The table, created or brought up to date if need be. */
  Table require() {
    var table =
        load()
            .map(found ->
                Storage.guarded(
                    "add columns to table " + name, () -> TableSettings.upToDate(found, layout)))
            .orElseGet(() ->
                Storage.guarded(
                    "create table " + name, () -> TableSettings.create(catalog, name, layout)));
    if (!viewed.getAndSet(true)) {
      ColdView.of(layout).ifPresent(view -> view.ensure(catalog, name, table.schema()));
    }
    return table;
  }

  /**
   * Adds files and moves the offsets of some partitions.
   *
   * @param from where the table must stand: what the files' records begin at
   * @param next where it stands then
   * @throws TierException if it stands elsewhere, because another committer was here; or if it is
   *     not known whether the commit arrived: read the offsets again
   */
  void append(List<DataFile> files, Map<Integer, Long> from, Map<Integer, Long> next) {
    locked(table -> {
      var before = offsets(table);
      if (!before.isAt(from)) {
        throw elsewhere(before.text(), from.toString());
      }
      var append = table.newAppend();
      files.forEach(append::appendFile);
      commit(table, append, before, before.with(next));
    });
  }

  /**
   * Puts files in the place of others that hold the same rows or more.
   *
   * @param read the snapshot that the files were made from
   * @throws TierException if one of the others is gone meanwhile, or storage fails
   */
  void replace(Snapshot read, List<DataFile> others, List<DataFile> files) {
    locked(table -> {
      var rewrite = table.newRewrite().validateFromSnapshot(read.snapshotId());
      others.forEach(rewrite::deleteFile);
      files.forEach(rewrite::addFile);
      var offsets = offsets(table);
      commit(table, rewrite, offsets, offsets);
    });
  }

  /**
   * Forgets snapshots older than a moment, the current one excepted. Deletes no file.
   *
   * @return how many
   */
  long expire(long olderThanMillis) {
    var forgotten = new AtomicLong();
    locked(table -> {
      var expire =
          table
              .expireSnapshots()
              .cleanupLevel(ExpireSnapshots.CleanupLevel.NONE)
              .expireOlderThan(olderThanMillis)
              .retainLast(1);
      Storage.guarded(
          "expire snapshots of " + name,
          () -> {
            forgotten.set(expire.apply().size());
            if (forgotten.get() > 0) {
              expire.commit();
            }
            return true;
          });
    });
    return forgotten.get();
  }

  private interface Work {
    void on(Table table);
  }

  private void locked(Work work) {
    commits.lock();
    try {
      work.on(require());
    } finally {
      commits.unlock();
    }
  }

  private <U extends SnapshotUpdate<U>> void commit(
      Table table, U update, StoredOffsets before, StoredOffsets after) {
    var id = UUID.randomUUID().toString();
    update
        .set(StoredOffsets.property(topic), after.text())
        .set(COMMIT, id)
        // What a failed commit wrote may be named by a snapshot that did arrive.
        .deleteWith(kept -> {})
        .validateWith(new Fence(parent -> offsets(parent).equals(before)));
    try {
      update.commit();
    } catch (ValidationException refused) {
      throw elsewhere(String.valueOf(refused.getMessage()), before.text());
    } catch (RuntimeException failure) {
      if (!arrived(table, id, failure)) {
        throw Storage.explain("commit to table " + name, failure);
      }
      LOG.warn("A commit to {} had arrived although it failed", name, failure);
    }
  }

  /** Reads back: a commit that failed may have arrived all the same. */
  private boolean arrived(Table table, String id, RuntimeException failure) {
    try {
      table.refresh();
    } catch (RuntimeException unreachable) {
      failure.addSuppressed(unreachable);
      throw new TierException(
          "It is not known whether a commit to table "
              + name
              + " arrived; the offsets in it will tell",
          failure);
    }
    for (var snapshot : table.snapshots()) {
      if (id.equals(snapshot.summary().get(COMMIT))) {
        return true;
      }
    }
    return false;
  }

  private TierException elsewhere(String there, String here) {
    return new TierException(
        "Commit to table "
            + name
            + " refused: it stands at ["
            + there
            + "], these rows begin at ["
            + here
            + "]. Another committer was here; the reader begins again from the table");
  }

  /** Drops the table and deletes its files. */
  void drop() {
    commits.lock();
    try {
      Storage.guarded("drop table " + name, () -> catalog.dropTable(name, true));
    } finally {
      commits.unlock();
    }
  }

  /** All files below the table, named by a snapshot or not. */
  SupportsPrefixOperations files(Table table) {
    if (table.io() instanceof SupportsPrefixOperations listing) {
      return listing;
    }
    throw new TierException("The files of table " + name + " cannot be listed by " + table.io());
  }

  /** Holds a commit to the snapshot it was made for. */
  private record Fence(Predicate<@Nullable Snapshot> parent) implements SnapshotAncestryValidator {
    @Override
    public boolean validate(Iterable<Snapshot> ancestry) {
      var newest = ancestry.iterator();
      return parent.test(newest.hasNext() ? newest.next() : null);
    }

    @Override
    public String errorMessage() {
      return "the table has moved";
    }
  }
}
