package io.alluvium.sinks.ageing;

import io.alluvium.sinks.Slices;

/** A tier as a proof looks at it. */
public interface ProvableTier {
  /** Its name. */
  String name();

  /** What a shard of it has committed. */
  Slices slices(int shard);
}
