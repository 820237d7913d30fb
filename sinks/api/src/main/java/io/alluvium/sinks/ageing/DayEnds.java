package io.alluvium.sinks.ageing;

import java.time.Instant;

/** Says where a moment is in topic {@code events}. */
public interface DayEnds {
  /**
   * The offset up to which a tier must have read a partition to know all that was published before
   * a moment: that of the first record written at it or later, or the end of the log.
   *
   * @throws io.alluvium.sinks.TierException if the log does not answer
   */
  long offset(int partition, Instant moment);
}
