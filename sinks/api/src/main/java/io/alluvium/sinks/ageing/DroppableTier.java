package io.alluvium.sinks.ageing;

import io.alluvium.sinks.SliceDigest;
import io.alluvium.sinks.TierRecord;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/** A tier that lets go of slices. */
public interface DroppableTier extends ProvableTier {
  /**
   * Drops a slice if it is what was proven; durable when this returns.
   *
   * @return false if the slice has changed since: nothing is dropped
   * @throws io.alluvium.sinks.TierException if it could not be dropped; it may have been all the
   *     same
   */
  boolean drop(int shard, LocalDate day, SliceDigest proven);

  /**
   * What this tier shows differently from what it would show of these events; of those that it does
   * not hold, nothing.
   *
   * @param whole as the archive has them
   * @return each difference in words, the id of the event first
   */
  List<String> differences(int shard, Collection<TierRecord.Version> whole);
}
