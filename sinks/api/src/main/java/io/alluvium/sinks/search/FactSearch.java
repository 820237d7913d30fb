package io.alluvium.sinks.search;

import io.alluvium.sinks.TierTopic;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * Searches what one tier knows beside events: sightings, links, near-duplicates, summaries.
 * Thread-safe.
 */
public interface FactSearch {
  /**
   * What is asked for.
   *
   * @param topics which kinds of facts
   * @param about the entity or conversation; empty for any
   * @param text words of summaries, as in {@link TierQuery#text}; empty for all facts, the newest
   *     first
   * @param access what the asker may see: of a sighting its source and scope, of a summary those of
   *     all its messages, of an edge the entity it is about. Whoever shows the other end of an edge
   *     must ask for that too
   * @param limit most facts wanted, at least 1
   */
  record Query(
      Set<TierTopic> topics, Optional<String> about, String text, Access access, int limit) {
    public Query {
      topics = Set.copyOf(topics);
      if (limit < 1) {
        throw new IllegalArgumentException("limit must be at least 1, was " + limit);
      }
    }

    /** All facts of these kinds about an entity or conversation. */
    public static Query about(String entityKey, Set<TierTopic> topics, Access access, int limit) {
      return new Query(topics, Optional.of(entityKey), "", access, limit);
    }
  }

  /**
   * One fact.
   *
   * @param topic what kind of fact it is
   * @param key key of its record
   * @param value a {@code Sighting}, {@code Link}, {@code NearDuplicate} or {@code Summary}
   * @param score how well it answers; 0 where no text was asked
   */
  record Fact(TierTopic topic, String key, SpecificRecord value, float score) {}

  /**
   * What is known.
   *
   * @param facts best first, newest first where no text was asked
   * @param failures why some shards did not answer
   */
  record Answer(List<Fact> facts, List<String> failures) {
    public Answer {
      facts = List.copyOf(facts);
      failures = List.copyOf(failures);
    }
  }

  /** The facts that answer, of all shards that are open. */
  Answer facts(Query query);
}
