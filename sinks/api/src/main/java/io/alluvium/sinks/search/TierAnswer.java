package io.alluvium.sinks.search;

import java.util.List;

/**
 * What one tier answered.
 *
 * @param hits best first; newest first when the question has neither text nor vector
 * @param total matching events of the shards that answered
 * @param totalIsExact false when {@code total} is a lower bound: counting stopped early, or the
 *     question has a vector, to which everything is more or less near
 * @param shardsAsked shards this node has
 * @param shardsAnswered shards that answered
 * @param failures why the others did not, each naming its shard
 */
public record TierAnswer(
    List<TierHit> hits,
    long total,
    boolean totalIsExact,
    int shardsAsked,
    int shardsAnswered,
    List<String> failures) {
  public TierAnswer {
    hits = List.copyOf(hits);
    failures = List.copyOf(failures);
  }
}
