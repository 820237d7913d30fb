package io.alluvium.sinks.lucene;

import io.alluvium.sinks.AgeingShard;
import io.alluvium.sinks.Shard;
import io.alluvium.sinks.Tier;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.search.FactSearch;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierQuery;
import io.alluvium.sinks.search.TierSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A tier on Lucene, one index per partition below a directory: texts, filters and vectors of every
 * version. Near-real-time: what was applied is found after {@link Shard#refresh}.
 *
 * <p>All shards are searched as one index, so that scores compare.
 */
public final class LuceneTier implements Tier, TierSearch, FactSearch {
  private final Layout layout;
  private final boolean keepsCurrent;
  private final Path directory;
  private final LuceneResources resources;
  private final ConcurrentMap<Integer, LuceneShard> shards = new ConcurrentSkipListMap<>();
  private final ShardSearch search;

  private LuceneTier(
      Layout layout, boolean keepsCurrent, Path directory, LuceneResources resources) {
    this.layout = layout;
    this.keepsCurrent = keepsCurrent;
    this.directory = directory;
    this.resources = resources;
    this.search = new ShardSearch(layout, resources, shards, ShardSearch.stored(directory));
  }

  /**
   * The hot tier below a directory, which is created when the first shard is opened: whole texts,
   * vectors as they are.
   *
   * @param resources what tiers share; stays open when this one is closed
   * @throws TierException if the directory cannot be read
   */
  public static LuceneTier hot(Path directory, LuceneResources resources) {
    return new LuceneTier(Layout.HOT, false, directory, resources);
  }

  /**
   * The warm tier below a directory: titles and summaries instead of texts, all of whose words can
   * be found none the less, and vectors in 8 bits.
   *
   * @param keepsCurrent whether current versions of live entities stay when their slice is dropped
   * @param resources what tiers share; stays open when this one is closed
   * @throws TierException if the directory cannot be read
   */
  public static LuceneTier warm(Path directory, boolean keepsCurrent, LuceneResources resources) {
    return new LuceneTier(Layout.WARM, keepsCurrent, directory, resources);
  }

  @Override
  public String name() {
    return layout.tier();
  }

  @Override
  public Set<TierTopic> reads() {
    return layout.reads();
  }

  @Override
  public String tier() {
    return layout.tier();
  }

  @Override
  public AgeingShard open(int partition) {
    var open = shards.get(partition);
    if (open != null && open.isSound()) {
      return open;
    }
    if (open != null) {
      open.close();
    }
    var path = directory.resolve(Integer.toString(partition));
    try {
      var shard = new LuceneShard(partition, path, layout, keepsCurrent, resources);
      shards.put(partition, shard);
      return shard;
    } catch (IOException failure) {
      throw ShardFormat.explain(path, failure);
    }
  }

  /** Opens them side by side: most of the time they wait for the disk. */
  @Override
  public Map<Integer, Shard> open(Set<Integer> partitions) {
    var opening = new TreeMap<Integer, CompletableFuture<Shard>>();
    for (int partition : partitions) {
      opening.put(
          partition, CompletableFuture.supplyAsync(() -> open(partition), resources.searches()));
    }
    var ended =
        CompletableFuture.allOf(opening.values().toArray(CompletableFuture[]::new))
            .handle((opened, failure) -> true);
    ended.join();
    try {
      var shards = new TreeMap<Integer, Shard>();
      opening.forEach((partition, shard) -> shards.put(partition, shard.join()));
      return shards;
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof TierException cause ? cause : failure;
    }
  }

  @Override
  public TierAnswer search(TierQuery query) {
    return search.search(query);
  }

  @Override
  public FactSearch.Answer facts(FactSearch.Query query) {
    return search.facts(query);
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
    shards.values().forEach(LuceneShard::close);
    shards.clear();
  }
}
