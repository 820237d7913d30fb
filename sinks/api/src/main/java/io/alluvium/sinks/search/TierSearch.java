package io.alluvium.sinks.search;

/** Searches one tier. Thread-safe. */
public interface TierSearch {
  /** Name of the tier, as in {@link TierHit#tier}. */
  String tier();

  /**
   * The best hits of all shards that answer, judged on one scale. Only current versions of entities
   * that are not deleted, and only what {@link TierQuery#access} allows, in hits and in counts.
   *
   * <p>Never fails on what a person typed. A shard that cannot answer is named in {@link
   * TierAnswer#failures}; the others answer.
   */
  TierAnswer search(TierQuery query);
}
