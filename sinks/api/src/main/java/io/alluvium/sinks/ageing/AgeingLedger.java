package io.alluvium.sinks.ageing;

import io.alluvium.schemas.SliceAgeing;
import java.util.Collection;
import java.util.Optional;

/** Where ageing writes down what it does, before and after it does it. */
public interface AgeingLedger {
  /** What is known of a slice; empty when nothing is. */
  Optional<SliceAgeing> get(SliceId slice);

  /** The newest record of every slice. */
  Collection<SliceAgeing> all();

  /**
   * Takes a slice's new record; it survives a crash once this has returned.
   *
   * @throws io.alluvium.sinks.TierException if it could not be stored; it may have been all the
   *     same
   */
  void put(SliceAgeing record);
}
