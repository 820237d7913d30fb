package io.alluvium.sinks;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import org.jspecify.annotations.Nullable;

/**
 * What a tier is given: a version of an entity, bare or enriched. Both carry the whole event, so
 * neither needs the other.
 *
 * @param event the version
 * @param enrichment what was derived from it; null on a bare record
 */
public record TierRecord(Event event, @Nullable Enrichment enrichment) {
  private static final int BARE = -1;

  /** Rank among records of one (content hash, revision): the higher one wins, bare is lowest. */
  public int enrichmentVersion() {
    return enrichment == null ? BARE : enrichment.getEnrichmentVersion();
  }
}
