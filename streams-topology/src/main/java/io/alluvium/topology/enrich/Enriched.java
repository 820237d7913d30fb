package io.alluvium.topology.enrich;

import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.EnrichedEvent;

/** What came of one record of {@code events}. */
public sealed interface Enriched {
  /** The event with whatever could be derived from it. */
  record Complete(EnrichedEvent event) implements Enriched {}

  /** Not an event: set aside with the reason, its bytes untouched. */
  record Rejected(DeadLetter deadLetter) implements Enriched {}
}
