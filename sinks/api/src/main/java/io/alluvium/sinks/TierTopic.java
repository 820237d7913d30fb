package io.alluvium.sinks;

import io.alluvium.schemas.Topics;
import java.util.function.Function;

/** A topic that tiers are made of. All have the same number of partitions. */
public enum TierTopic {
  /** Whole events: versions of entities. */
  EVENTS(Topics::events),
  /** The same versions, with what was derived from them. */
  ENRICHED(Topics::enriched),
  /** Which source saw which version. */
  SIGHTINGS(Topics::sightings),
  /** Edges that texts and sources state. */
  LINKS(Topics::links),
  /** Edges between versions that say almost the same. */
  NEAR_DUPLICATES(Topics::nearDuplicates),
  /** What was said in a conversation. */
  SUMMARIES(Topics::summaries);

  private final Function<Topics, String> name;

  TierTopic(Function<Topics, String> name) {
    this.name = name;
  }

  /** Its name in an installation. */
  public String in(Topics topics) {
    return name.apply(topics);
  }
}
