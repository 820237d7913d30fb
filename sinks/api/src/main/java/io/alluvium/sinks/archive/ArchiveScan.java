package io.alluvium.sinks.archive;

import java.time.Instant;
import java.util.Set;

/**
 * Which events to read through. An empty set means any.
 *
 * @param from earliest ingestion, inclusive
 * @param to latest ingestion, exclusive
 * @param kinds such as {@code issue}
 * @param sources names of sources
 * @param scopes repositories, channels, directories
 * @param payload whether the payload is wanted, too
 */
public record ArchiveScan(
    Instant from,
    Instant to,
    Set<String> kinds,
    Set<String> sources,
    Set<String> scopes,
    boolean payload) {
  public ArchiveScan {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("A scan from " + from + " cannot end at " + to);
    }
    kinds = Set.copyOf(kinds);
    sources = Set.copyOf(sources);
    scopes = Set.copyOf(scopes);
  }

  /** Everything that came in a stretch of time, without payload. */
  public static ArchiveScan between(Instant from, Instant to) {
    return new ArchiveScan(from, to, Set.of(), Set.of(), Set.of(), false);
  }
}
