package io.alluvium.sinks;

/**
 * One partition of a tier. Not thread-safe: one thread applies, refreshes and commits.
 *
 * <p>What a shard shows is a function of the <em>set</em> of records it was given, never of their
 * order or number:
 *
 * <ul>
 *   <li>of two records of one content hash the higher revision wins; of one (hash, revision), the
 *       enriched one, and of two of those the higher enrichmentVersion;
 *   <li>an entity's state is its record with the highest revision among those stamped {@code
 *       current}; if that is a tombstone, the entity is hidden;
 *   <li>of two {@link TierRecord.Fact facts} of one topic and key the one with the higher offset
 *       wins; one without a value hides it.
 * </ul>
 *
 * <p>So the topics may interleave in any way, and replaying any suffix changes nothing.
 */
public interface Shard extends AutoCloseable {
  /** Number of the partition. */
  int partition();

  /** Offsets of the last commit: where the reader goes on. {@link TierOffsets#NONE} when empty. */
  TierOffsets offsets();

  /**
   * Takes one record into account. It is neither durable nor searchable yet. Every enriched record
   * has a bare one of its version in the log, before or after it.
   *
   * @throws IllegalArgumentException if this one record can never be applied; the shard is unharmed
   * @throws TierException if the shard is broken; reopen it from its last commit
   */
  void apply(TierRecord record);

  /**
   * Makes everything applied so far searchable.
   *
   * @throws TierException if the shard is broken; reopen it from its last commit
   */
  void refresh();

  /**
   * Makes everything applied so far durable, together with the offsets it came from, in one step:
   * after a crash either both are there or neither.
   *
   * @param offsets next offset to read of each topic of the tier, past transaction markers
   * @throws TierException if storage fails; neither records nor offsets have moved
   */
  void commit(TierOffsets offsets);

  /** Drops what was not committed and lets go of the files. */
  @Override
  void close();
}
