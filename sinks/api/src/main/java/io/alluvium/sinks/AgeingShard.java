package io.alluvium.sinks;

import java.time.LocalDate;
import java.util.Collection;

/**
 * A shard that forgets slices once another tier is proven to have them.
 *
 * <p>Days are dropped in their order. After that, a late record of a dropped day is applied only if
 * the shard still holds that very version; else it is skipped and counted, so that nothing comes
 * back without the versions that hid it. Like {@link Shard}: one thread.
 */
public interface AgeingShard extends Shard {
  /**
   * Drops what a slice holds, if it is what was proven; durable with the next {@link #commit},
   * together with the new {@link #oldestDay}. A tier that keeps current versions of live entities
   * keeps those, and drops them when asked again once they are superseded or deleted.
   *
   * @param proven digest of the slice when the proof was made
   * @return false if the slice has changed since: nothing is dropped then, prove again
   * @throws IllegalArgumentException if an earlier day has not been dropped yet
   * @throws TierException if the shard is broken; reopen it from its last commit
   */
  boolean drop(LocalDate day, SliceDigest proven);

  /**
   * Takes versions of dropped days back; searchable at once, durable with the next {@link #commit}.
   * They stay until they are dropped again.
   *
   * @throws IllegalArgumentException if one can never be applied
   * @throws TierException if the shard is broken; reopen it from its last commit
   */
  void restore(Collection<TierRecord.Version> versions);

  /** First day that has not been dropped; {@link LocalDate#EPOCH} when none has. */
  LocalDate oldestDay();

  /** Records skipped since the shard was opened, because their day is dropped. */
  long skipped();

  /** What the shard has committed, by slice. */
  Slices slices();
}
