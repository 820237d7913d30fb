package io.alluvium.app.tiers;

import io.alluvium.sinks.Slices;
import io.alluvium.sinks.TierReader;
import io.alluvium.sinks.ageing.ProvableTier;
import io.alluvium.sinks.ageing.TierChain;
import io.alluvium.sinks.iceberg.ColdTier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The tiers of a node.
 *
 * @param live those on Lucene, the nearest first
 * @param cold the one that keeps everything
 * @param coldReader what feeds that
 * @param partitions how many shards each has
 * @param replica which replica of the live ones they are
 */
public record TierSet(
    List<LiveTier> live, ColdTier cold, TierReader coldReader, int partitions, int replica) {
  public TierSet {
    live = List.copyOf(live);
  }

  /** Of an installation without replicas. */
  public TierSet(List<LiveTier> live, ColdTier cold, TierReader coldReader, int partitions) {
    this(live, cold, coldReader, partitions, 0);
  }

  /** Numbers of the shards that this node has of each live tier. */
  Set<Integer> shards() {
    var shards = new TreeSet<Integer>();
    IntStream.range(0, partitions).forEach(shards::add);
    live.forEach(one -> shards.retainAll(one.shards()));
    return shards;
  }

  /** In the order in which an event leaves them. */
  TierChain chain() {
    return new TierChain(List.copyOf(live), new Archive(cold));
  }

  private record Archive(ColdTier tier) implements ProvableTier {
    @Override
    public String name() {
      return tier.name();
    }

    @Override
    public Slices slices(int shard) {
      return tier.slices(shard);
    }
  }
}
