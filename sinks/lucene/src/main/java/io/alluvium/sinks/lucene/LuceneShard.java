package io.alluvium.sinks.lucene;

import io.alluvium.sinks.AgeingShard;
import io.alluvium.sinks.SliceDigest;
import io.alluvium.sinks.Slices;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.TierRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/** One partition of a tier: one Lucene index, its versions and its offsets in one commit. */
final class LuceneShard implements AgeingShard {
  /** So many documents that no reader sees yet are remembered in memory; then a refresh comes. */
  private static final int MOST_UNSEEN = 20_000;

  private final int partition;
  private final Path path;
  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final IndexingMemory memory;
  private final Versions versions;
  private final PendingWrites writes;
  private final VersionMerge merge;
  private final Facts facts;
  private final Layout layout;
  private final boolean keepsCurrent;
  private IndexSearcher seen;
  private TierOffsets offsets;
  private volatile LocalDate oldestDay;
  private final AtomicLong skipped = new AtomicLong();
  private boolean closed;

  private LuceneShard(
      int partition, Path path, ShardShape shape, OpenIndex index, LuceneResources resources)
      throws IOException {
    this.partition = partition;
    this.path = path;
    this.layout = shape.layout();
    this.keepsCurrent = shape.keepsCurrent();
    this.directory = index.directory();
    this.writer = index.writer();
    this.offsets = index.state().offsets();
    this.oldestDay = index.state().oldestDay();
    this.memory = resources.memory();
    this.searchers = new SearcherManager(writer, null);
    this.seen = searchers.acquire();
    this.versions = new Versions((DirectoryReader) seen.getIndexReader(), resources.remembered());
    this.writes = new PendingWrites(writer, layout, resources.waitingBytes());
    this.merge = new VersionMerge(versions, writes);
    this.facts = new Facts(writer, layout, (DirectoryReader) seen.getIndexReader());
    memory.add(writer);
  }

  /** Opens a shard at its last commit, or a new one. */
  static LuceneShard open(int partition, Path path, ShardShape shape, LuceneResources resources)
      throws IOException {
    var index = OpenIndex.at(path, shape.layout(), resources);
    try {
      return new LuceneShard(partition, path, shape, index, resources);
    } catch (IOException | RuntimeException failure) {
      // Else its lock would be held, and it could neither be opened again nor replaced.
      index.abandon(failure);
      throw failure;
    }
  }

  @Override
  public int partition() {
    return partition;
  }

  @Override
  public TierOffsets offsets() {
    return offsets;
  }

  /** False once storage failed: then only a new one, opened from the last commit, helps. */
  boolean isSound() {
    return writer.isOpen();
  }

  @Override
  public void apply(TierRecord record) {
    guarded(() -> {
      if (versions.unseen() + facts.unseen() >= MOST_UNSEEN) {
        renew();
      }
      switch (record) {
        case TierRecord.Version version -> apply(version);
        case TierRecord.Fact fact -> facts.apply(fact);
      }
      if (writes.isFull()) {
        writes.drainHalf();
        memory.keepWithin();
      }
    });
  }

  @Override
  public void refresh() {
    guarded(this::renew);
  }

  @Override
  public void commit(TierOffsets next) {
    guarded(() -> {
      writes.drain();
      writer.setLiveCommitData(commitData(next));
      writer.commit();
      offsets = next;
    });
  }

  @Override
  public boolean drop(LocalDate day, SliceDigest proven) {
    var dropped = new AtomicBoolean();
    guarded(() -> {
      renew();
      var view = (DirectoryReader) seen.getIndexReader();
      requireOrder(day, new SliceReader(view).days());
      dropped.set(new SliceDrop(view, writer).drop(day, proven, keepsCurrent));
      if (dropped.get()) {
        oldestDay = day.isBefore(oldestDay) ? oldestDay : day.plusDays(1);
        searchers.maybeRefreshBlocking();
        acquireFresh();
        versions.forgot((DirectoryReader) seen.getIndexReader());
        facts.refreshed((DirectoryReader) seen.getIndexReader());
      }
    });
    return dropped.get();
  }

  private void requireOrder(LocalDate day, SortedSet<LocalDate> days) {
    for (var earlier : days.subSet(oldestDay, day.isBefore(oldestDay) ? oldestDay : day)) {
      throw new IllegalArgumentException(
          "Shard " + path + " cannot drop " + day + " before " + earlier);
    }
  }

  @Override
  public void restore(Collection<TierRecord.Version> restored) {
    guarded(() -> {
      for (var record : restored) {
        Records.requireIndexable(record);
        merge.take(record);
      }
      renew();
    });
  }

  /** Begins at a day: what came before has been dropped from the shard that this one replaces. */
  void beginAt(LocalDate day) {
    oldestDay = day;
  }

  @Override
  public LocalDate oldestDay() {
    return oldestDay;
  }

  @Override
  public long skipped() {
    return skipped.get();
  }

  @Override
  public Slices slices() {
    return new CommittedSlices(path, layout, keepsCurrent);
  }

  /** A view to search; give it back with {@link #release}. Null once the shard is closed. */
  @Nullable IndexReader acquire() throws IOException {
    try {
      return searchers.acquire().getIndexReader();
    } catch (AlreadyClosedException closed) {
      return null;
    }
  }

  /** Gives back what {@link #acquire} gave. */
  static void release(IndexReader view) throws IOException {
    view.decRef();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    memory.remove(writer);
    try (directory;
        writer;
        searchers) {
      searchers.release(seen);
      // Not close(): that would wait for merges and might commit without offsets.
      writer.rollback();
    } catch (IOException failure) {
      throw ShardFormat.explain(path, failure);
    }
  }

  private void apply(TierRecord.Version record) throws IOException {
    Records.requireIndexable(record);
    if (isOfDroppedDay(record) && !merge.holds(record)) {
      skipped.incrementAndGet();
    } else {
      merge.take(record);
    }
  }

  private boolean isOfDroppedDay(TierRecord.Version record) {
    return SliceReader.day(record.event().getIngestedAt()).isBefore(oldestDay);
  }

  private Iterable<Map.Entry<String, String>> commitData(TierOffsets next) {
    return ShardFormat.commitData(layout, new ShardFormat.State(next, oldestDay)).entrySet();
  }

  private void renew() throws IOException {
    writes.drain();
    searchers.maybeRefreshBlocking();
    acquireFresh();
    versions.refreshed((DirectoryReader) seen.getIndexReader());
    facts.refreshed((DirectoryReader) seen.getIndexReader());
  }

  private void acquireFresh() throws IOException {
    var fresh = searchers.acquire();
    searchers.release(seen);
    seen = fresh;
  }

  private interface Work {
    void run() throws IOException;
  }

  private void guarded(Work work) {
    try {
      work.run();
    } catch (IOException failure) {
      throw ShardFormat.explain(path, failure);
    } catch (AlreadyClosedException closed) {
      var tragedy = writer.getTragicException();
      throw tragedy instanceof IOException failure
          ? ShardFormat.explain(path, failure)
          : new TierException("Shard " + path + " is closed", tragedy == null ? closed : tragedy);
    }
  }
}
