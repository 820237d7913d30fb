package io.alluvium.sinks;

import java.time.LocalDate;
import java.util.SortedSet;

/**
 * What one shard of a tier has committed, by slice: the events of one UTC day of {@code
 * ingestedAt}. Read from the committed files, never from a counter; safe on any thread while the
 * shard is fed. Each call sees one commit.
 */
public interface Slices {
  /**
   * The days of which there is anything.
   *
   * @throws TierException if the files cannot be read
   */
  SortedSet<LocalDate> days();

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
