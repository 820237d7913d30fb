package io.alluvium.sinks.lucene;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What the shards of all tiers of a process share: memory for what is being indexed, threads that
 * merge, threads that search. So 256 shards take hardly more than 8.
 */
public final class LuceneResources implements AutoCloseable {
  private static final long INDEXING_BYTES = 64L << 20;
  private static final long WAITING_BYTES = 64L << 20;
  private static final long LEAST_WAITING_BYTES = 128L << 10;
  private static final double CACHED_MB = 128;
  private static final double MOST_CACHED_MB = 16;
  private static final int REMEMBERED = 64 << 10;
  private static final int MOST_REMEMBERED = 4_096;

  private final int shards;
  private final Visibility visibility = new Visibility();
  private final IndexingMemory memory = new IndexingMemory(INDEXING_BYTES);
  private final SharedMerges merges;
  private final ExecutorService searches;

  /**
   * @param shards how many shards there will be about, of all tiers together
   */
  public LuceneResources(int shards) {
    int processors = Runtime.getRuntime().availableProcessors();
    this.shards = Math.max(1, shards);
    this.merges = new SharedMerges(Math.max(2, processors / 2));
    this.searches =
        Executors.newFixedThreadPool(
            processors, Thread.ofPlatform().daemon().name("tier-search-", 1).factory());
  }

  Visibility visibility() {
    return visibility;
  }

  IndexingMemory memory() {
    return memory;
  }

  SharedMerges merges() {
    return merges;
  }

  Executor searches() {
    return searches;
  }

  /** Segments of fresh refreshes that one shard may keep in memory until a commit or merge. */
  double cachedMegabytes() {
    return Math.min(MOST_CACHED_MB, CACHED_MB / shards);
  }

  /** Heap that the records of one shard may take while they wait to be written. */
  long waitingBytes() {
    return Math.max(LEAST_WAITING_BYTES, WAITING_BYTES / shards);
  }

  /** Entities of one shard whose current version is remembered. */
  int remembered() {
    return Math.min(MOST_REMEMBERED, REMEMBERED / shards);
  }

  /** Ends the threads; close the tiers first. */
  @Override
  public void close() {
    merges.close();
    searches.shutdownNow();
  }
}
