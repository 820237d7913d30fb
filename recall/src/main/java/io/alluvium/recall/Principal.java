package io.alluvium.recall;

import io.alluvium.sinks.search.Access;
import java.util.Set;

/**
 * Who asks, and what he may see. Hits and counts never show anything else.
 *
 * @param name for logs and audit
 * @param sources patterns of source names he may see, {@code *} for any characters
 * @param scopes patterns of scopes he may see, {@code *} for any characters
 */
public record Principal(String name, Set<String> sources, Set<String> scopes) {
  private static final Principal EVERYONE =
      new Principal("everyone", Set.of(Access.ANY), Set.of(Access.ANY));

  public Principal {
    sources = Set.copyOf(sources);
    scopes = Set.copyOf(scopes);
  }

  /** The local user of a node without tokens: sees everything. */
  public static Principal everyone() {
    return EVERYONE;
  }

  Access access() {
    return new Access(sources, scopes);
  }
}
