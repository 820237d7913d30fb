package io.alluvium.sinks.lucene;

import io.alluvium.sinks.Shard;
import io.alluvium.sinks.Tier;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierQuery;
import io.alluvium.sinks.search.TierSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Full text of every version in Lucene, one index per partition below a directory. Near-real-time:
 * what was applied is found after {@link Shard#refresh}.
 *
 * <p>All shards are searched as one index, so that scores compare.
 */
public final class HotTier implements Tier, TierSearch {
  private static final String NAME = "hot";
  private static final long INDEXING_BYTES = 64L << 20;

  private final Path directory;
  private final ConcurrentMap<Integer, HotShard> shards = new ConcurrentSkipListMap<>();
  private final IndexingMemory memory = new IndexingMemory(INDEXING_BYTES);
  private final ShardSearch search;

  /**
   * A tier below a directory, which is created when the first shard is opened.
   *
   * @throws TierException if the directory cannot be read
   */
  public HotTier(Path directory) {
    this.directory = directory;
    this.search = new ShardSearch(NAME, shards, ShardSearch.stored(directory));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<TierTopic> reads() {
    return Set.of(TierTopic.EVENTS, TierTopic.ENRICHED);
  }

  @Override
  public String tier() {
    return NAME;
  }

  @Override
  public Shard open(int partition) {
    var open = shards.get(partition);
    if (open != null && open.isSound()) {
      return open;
    }
    if (open != null) {
      open.close();
    }
    var path = directory.resolve(Integer.toString(partition));
    var index = OpenIndex.at(path);
    try {
      var shard = new HotShard(partition, path, index, memory);
      shards.put(partition, shard);
      return shard;
    } catch (IOException failure) {
      throw ShardFormat.explain(path, failure);
    }
  }

  @Override
  public TierAnswer search(TierQuery query) {
    return search.search(query);
  }

  /**
   * Exact number of things that can be found: entities whose current version is not deleted, in the
   * shards that are open.
   *
   * @throws TierException if a shard cannot be read
   */
  public long entities() {
    return search.entities();
  }

  @Override
  public void close() {
    shards.values().forEach(HotShard::close);
    shards.clear();
  }
}
