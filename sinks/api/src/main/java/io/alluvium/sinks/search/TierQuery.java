package io.alluvium.sinks.search;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A question to one tier.
 *
 * @param text words, "phrases", -not and prefix*; empty asks for the newest
 * @param filter which events may answer
 * @param access what the asker may see
 * @param limit most hits wanted, at least 1
 */
public record TierQuery(String text, Filter filter, Access access, int limit) {
  public TierQuery {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, was " + limit);
    }
  }

  /**
   * Which events may answer; an empty set or Optional allows all.
   *
   * @param sources names of sources
   * @param kinds kinds, such as {@code commit}
   * @param since earliest occurredAt, inclusive
   * @param until latest occurredAt, exclusive
   * @param entityKey the one entity
   */
  public record Filter(
      Set<String> sources,
      Set<String> kinds,
      Optional<Instant> since,
      Optional<Instant> until,
      Optional<String> entityKey) {
    /** Allows every event. */
    public static final Filter ALL =
        new Filter(Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public Filter {
      sources = Set.copyOf(sources);
      kinds = Set.copyOf(kinds);
    }
  }
}
