package io.alluvium.sinks.search;

import java.util.Set;

/**
 * What an asker may see: events whose source matches one of the source patterns and whose scope
 * matches one of the scope patterns. {@code *} in a pattern stands for any characters; everything
 * else stands for itself.
 *
 * @param sources patterns of source names; none allows nothing
 * @param scopes patterns of scopes; none allows nothing
 */
public record Access(Set<String> sources, Set<String> scopes) {
  /** Stands for any characters. */
  public static final String ANY = "*";

  /** Allows every event. */
  public static final Access ALL = new Access(Set.of(ANY), Set.of(ANY));

  public Access {
    sources = Set.copyOf(sources);
    scopes = Set.copyOf(scopes);
  }
}
