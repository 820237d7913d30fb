package io.alluvium.sinks;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What a tier is given. */
public sealed interface TierRecord {
  /**
   * A version of an entity, bare or enriched. Both carry the whole event; only the bare one has its
   * payload.
   *
   * @param event the version
   * @param enrichment what was derived from it; null on a bare record
   */
  record Version(Event event, @Nullable Enrichment enrichment) implements TierRecord {
    private static final int BARE = -1;

    /** Rank among records of one (content hash, revision): the higher one wins, bare is lowest. */
    public int enrichmentVersion() {
      return enrichment == null ? BARE : enrichment.getEnrichmentVersion();
    }
  }

  /**
   * The state of something that has a key of its own: a sighting, a link, an edge between
   * near-duplicates, a summary. Of one key the record with the highest offset counts; all of them
   * lie in one partition of one topic.
   *
   * @param topic which of them it is
   * @param key key of the record: its parts joined by NUL, the entity or conversation first
   * @param offset where it lies in its partition
   * @param appendedAt when it was written there
   * @param value the state; null when there is none any more
   */
  record Fact(
      TierTopic topic, String key, long offset, Instant appendedAt, @Nullable SpecificRecord value)
      implements TierRecord {
    private static final char SEPARATOR = '\0';

    /** The entity or conversation that it is about. */
    public String about() {
      int end = key.indexOf(SEPARATOR);
      return end < 0 ? key : key.substring(0, end);
    }
  }
}
