package io.alluvium.sinks;

import io.alluvium.schemas.Topics;

/** A topic that tiers are made of. All have the same number of partitions. */
public enum TierTopic {
  /** Whole events: versions of entities. */
  EVENTS,
  /** The same versions, with what was derived from them. */
  ENRICHED,
  /** Which source saw which version. */
  SIGHTINGS,
  /** Edges that texts and sources state. */
  LINKS,
  /** Edges between versions that say almost the same. */
  NEAR_DUPLICATES,
  /** What was said in a conversation. */
  SUMMARIES;

  /** Its name in an installation. */
  public String in(Topics topics) {
    return switch (this) {
      case EVENTS -> topics.events();
      case ENRICHED -> topics.enriched();
      case SIGHTINGS -> topics.sightings();
      case LINKS -> topics.links();
      case NEAR_DUPLICATES -> topics.nearDuplicates();
      case SUMMARIES -> topics.summaries();
    };
  }
}
