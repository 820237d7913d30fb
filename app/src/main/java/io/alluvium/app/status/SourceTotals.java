package io.alluvium.app.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What all sources together reported, and how much of it was kept only once.
 *
 * @param read records that ingest has processed
 * @param newVersions new versions among them
 * @param known what was known already: duplicates and sightings
 * @param deadLettered records set aside
 * @param knownShare part of what was read that was known already, from 0 to 1
 */
public record SourceTotals(
    long read,
    @JsonProperty("new") long newVersions,
    long known,
    long deadLettered,
    double knownShare) {
  private static final double DECIMALS = 1e4;

  /** Of these sources; those that were removed do not count. */
  public static SourceTotals of(List<SourceStatus> sources) {
    long read = 0;
    long newVersions = 0;
    long known = 0;
    long deadLettered = 0;
    for (var source : sources) {
      read += source.read();
      newVersions += source.newVersions();
      known += source.duplicates() + source.sightings();
      deadLettered += source.deadLettered();
    }
    double share = read == 0 ? 0 : Math.round(DECIMALS * known / read) / DECIMALS;
    return new SourceTotals(read, newVersions, known, deadLettered, share);
  }
}
