package io.alluvium.app.cluster;

import io.alluvium.sinks.ShardState;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierQuery;
import java.util.List;
import java.util.Set;

/** Shards of one replica of a tier, as far as this node has them. Thread-safe. */
public interface Held {
  /** Name of the tier. */
  String tier();

  /** Which replica, from 0. */
  int replica();

  /** The shards there are here. */
  List<ShardState> shards();

  /**
   * Answers for some shards. One that is not here, or not whole, is named in the answer's failures.
   */
  TierAnswer search(TierQuery query, Set<Integer> shards);
}
