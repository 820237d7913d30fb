package io.alluvium.sinks;

import java.time.LocalDate;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What one shard of a tier has committed, by slice: the events of one UTC day of {@code
 * ingestedAt}. Read from the committed files, never from a counter; safe on any thread while the
 * shard is fed. Each call sees one commit.
 */
public interface Slices {
  /**
   * What a commit says beside its events.
   *
   * @param offsets where the reader goes on
   * @param oldestDay first day that has not been dropped; {@link LocalDate#EPOCH} when none has
   */
  record Standing(TierOffsets offsets, LocalDate oldestDay) {
    /** Of a shard that has committed nothing. */
    public static final Standing NOTHING = new Standing(TierOffsets.NONE, LocalDate.EPOCH);
  }

  /**
   * How much there is of a slice.
   *
   * @param versions its versions
   * @param leaving of those, the ones that would go if it were dropped; 0 in a tier that drops
   *     nothing
   */
  record Held(long versions, long leaving) {}

  /**
   * How far the commit is.
   *
   * @throws TierException if the files cannot be read
   */
  Standing standing();

  /**
   * The days of which there is anything.
   *
   * @throws TierException if the files cannot be read
   */
  SortedMap<LocalDate, Held> days();

  /**
   * The digest of a slice: {@link SliceDigest#EMPTY} if there is nothing.
   *
   * @throws TierException if the files cannot be read
   */
  SliceDigest digest(LocalDate day);

  /**
   * The versions of a slice, to name what a digest only says is missing.
   *
   * @throws TierException if the files cannot be read
   */
  SortedSet<VersionId> versions(LocalDate day);
}
