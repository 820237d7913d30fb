package io.alluvium.sinks.lucene;

import io.alluvium.sinks.Shard;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.TierRecord;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/** One partition of the hot tier: one Lucene index, its versions and its offsets in one commit. */
final class HotShard implements Shard {
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
  private IndexSearcher seen;
  private TierOffsets offsets;
  private boolean closed;

  HotShard(int partition, Path path, OpenIndex index, IndexingMemory memory) throws IOException {
    this.partition = partition;
    this.path = path;
    this.directory = index.directory();
    this.writer = index.writer();
    this.offsets = index.offsets();
    this.memory = memory;
    this.searchers = new SearcherManager(writer, null);
    this.seen = searchers.acquire();
    this.versions = new Versions((DirectoryReader) seen.getIndexReader());
    this.writes = new PendingWrites(writer);
    memory.add(writer);
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
  public void apply(TierRecord given) {
    var record =
        switch (given) {
          case TierRecord.Version version -> version;
          case TierRecord.Fact fact ->
              throw new IllegalArgumentException("The hot tier does not read " + fact.topic());
        };
    guarded(() -> {
      if (versions.unseen() >= MOST_UNSEEN) {
        renew();
      }
      EventDocument.requireIndexable(record);
      merge(record);
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
      writer.setLiveCommitData(ShardFormat.commitData(next).entrySet());
      writer.commit();
      offsets = next;
    });
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

  /** The rules of {@link Shard}, as a join: any order, any number of times, the same outcome. */
  private void merge(TierRecord.Version record) throws IOException {
    var event = record.event();
    var hash = event.getContentHash();
    var stored = versions.stored(hash);
    var was = versions.current(event.getEntityKey());
    long stamped = event.getCurrent() ? event.getRevision() : EventDocument.NEVER;
    if (stamped > was.revision()) {
      if (!was.contentHash().equals(hash)) {
        writes.supersede(was.contentHash());
      }
      versions.note(event.getEntityKey(), new Versions.Current(stamped, hash));
    }
    long contentCurrent = stored == null ? stamped : Math.max(stamped, stored.currentRevision());
    boolean current =
        contentCurrent > EventDocument.NEVER && contentCurrent >= Math.max(stamped, was.revision());
    if (stored == null || wins(record, stored)) {
      writes.put(new PendingWrites.Write(record, contentCurrent, current), stored != null);
      versions.note(
          hash,
          new Versions.Stored(event.getRevision(), contentCurrent, record.enrichmentVersion()));
    } else if (contentCurrent > stored.currentRevision()) {
      // The document stays, a later revision of its content: only its currency grows.
      writes.restamp(hash, contentCurrent, current);
      versions.note(
          hash, new Versions.Stored(stored.revision(), contentCurrent, stored.enrichmentVersion()));
    }
  }

  private static boolean wins(TierRecord.Version record, Versions.Stored stored) {
    long revision = record.event().getRevision();
    return revision > stored.revision()
        || (revision == stored.revision()
            && record.enrichmentVersion() > stored.enrichmentVersion());
  }

  private void renew() throws IOException {
    writes.drain();
    searchers.maybeRefreshBlocking();
    var fresh = searchers.acquire();
    searchers.release(seen);
    seen = fresh;
    versions.refreshed((DirectoryReader) fresh.getIndexReader());
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
