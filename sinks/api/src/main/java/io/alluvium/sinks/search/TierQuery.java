package io.alluvium.sinks.search;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A question to one tier: by words, by meaning, or by both.
 *
 * @param text words, "phrases", -not and prefix*; empty asks for the newest, or for the nearest if
 *     there is a vector
 * @param vector what is meant; with a text too, both rankings count alike
 * @param filter which events may answer
 * @param access what the asker may see
 * @param limit most hits wanted, at least 1
 */
public record TierQuery(
    String text, Optional<QueryVector> vector, Filter filter, Access access, int limit) {
  public TierQuery {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, was " + limit);
    }
  }

  /** A question by words alone. */
  public TierQuery(String text, Filter filter, Access access, int limit) {
    this(text, Optional.empty(), filter, access, limit);
  }

  /** The same question with another filter. */
  public TierQuery with(Filter other) {
    return new TierQuery(text, vector, other, access, limit);
  }

  /** The same question, by its meaning too. */
  public TierQuery near(QueryVector meaning) {
    return new TierQuery(text, Optional.of(meaning), filter, access, limit);
  }

  /**
   * Which events may answer. Start with {@link #ALL} and narrow it.
   *
   * @param anyOf of each property named, one of these values; a property not named allows all
   * @param since earliest occurredAt, inclusive
   * @param until latest occurredAt, exclusive
   * @param entityKey the one entity
   * @param ingestedBefore latest ingestedAt, exclusive
   */
  public record Filter(
      Map<Facet, Set<String>> anyOf,
      Optional<Instant> since,
      Optional<Instant> until,
      Optional<String> entityKey,
      Optional<Instant> ingestedBefore) {
    /** Allows every event. */
    public static final Filter ALL =
        new Filter(
            Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Filter {
      var copy = new EnumMap<Facet, Set<String>>(Facet.class);
      anyOf.forEach((facet, values) -> {
        if (!values.isEmpty()) {
          copy.put(facet, Set.copyOf(values));
        }
      });
      anyOf = Map.copyOf(copy);
    }

    /** Only events with one of these values; none means all. */
    public Filter with(Facet facet, Set<String> values) {
      var narrower = new EnumMap<Facet, Set<String>>(Facet.class);
      narrower.putAll(anyOf);
      narrower.put(facet, values);
      return new Filter(narrower, since, until, entityKey, ingestedBefore);
    }

    /** Only what occurred at this time or later. */
    public Filter from(Instant earliest) {
      return new Filter(anyOf, Optional.of(earliest), until, entityKey, ingestedBefore);
    }

    /** Only what occurred before this time. */
    public Filter before(Instant latest) {
      return new Filter(anyOf, since, Optional.of(latest), entityKey, ingestedBefore);
    }

    /** Only this entity. */
    public Filter of(String entity) {
      return new Filter(anyOf, since, until, Optional.of(entity), ingestedBefore);
    }

    /** Only what came before this time. */
    public Filter ingestedBefore(Instant latest) {
      return new Filter(anyOf, since, until, entityKey, Optional.of(latest));
    }

    /** The values allowed of a property; empty if all are. */
    public Set<String> values(Facet facet) {
      return anyOf.getOrDefault(facet, Set.of());
    }
  }
}
