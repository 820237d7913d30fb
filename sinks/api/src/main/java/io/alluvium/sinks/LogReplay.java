package io.alluvium.sinks;

import java.time.Instant;
import java.util.function.Consumer;

/** Reads stretches of the log again, beside the readers of tiers. */
public interface LogReplay {
  /**
   * Whether nothing has been trimmed that was written at a moment or later. When that cannot be
   * told, because nothing older is left, the answer is no.
   *
   * @throws TierException if the log does not answer
   */
  boolean has(TierTopic topic, int partition, Instant from);

  /**
   * Gives the records that were written at a moment or later, up to an offset. What no tier can
   * apply is left out.
   *
   * @throws TierException if the log does not answer
   */
  void each(TierTopic topic, int partition, Instant from, long end, Consumer<TierRecord> each);
}
