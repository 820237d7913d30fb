package io.alluvium.app.cluster;

import io.alluvium.sinks.search.TierQuery;
import java.util.Set;

/**
 * What one node asks another.
 *
 * @param tier name of the tier
 * @param replica which replica of it
 * @param shards those that are to answer
 * @param query what is asked
 */
public record ShardQuestion(String tier, int replica, Set<Integer> shards, TierQuery query) {
  public ShardQuestion {
    shards = Set.copyOf(shards);
  }
}
