package io.alluvium.sinks.search;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** How far back a tier reaches that lets go of slices. Thread-safe. */
public interface Horizon {
  /** What came before this may have been dropped; empty when nothing has been. */
  Optional<Instant> horizon();

  /** Those of these entities of which the tier has the current version, or knows the deletion. */
  Set<String> known(Collection<String> entityKeys);
}
