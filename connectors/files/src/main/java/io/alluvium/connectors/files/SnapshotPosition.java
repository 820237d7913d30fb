package io.alluvium.connectors.files;

import io.alluvium.connectors.Position;
import io.alluvium.connectors.Reading;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;

/**
 * Position among the files of a directory. There is no order to be at a place of: what was read is
 * in the known entities.
 *
 * @param rereading whether all files are to be published again, as after a reset, until a complete
 *     listing has been worked off
 */
record SnapshotPosition(boolean rereading) implements Position {
  /** What is remembered of the directory that was listed. */
  static final String IDENTITY = "identity";

  private static final Set<String> GUARANTEES = Set.of("creations", "edits", "deletions");
  private static final String REREADING = "rereading";

  static SnapshotPosition of(Map<String, String> offset) {
    return new SnapshotPosition(Boolean.parseBoolean(offset.get(REREADING)));
  }

  /**
   * Everything of a complete listing was returned. Stretches all begin at the beginning: a listing
   * shows everything there is.
   *
   * @param identity of the directory listed
   */
  static Reading<SnapshotPosition> end(Instant asOf, String identity) {
    var to = Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, asOf));
    var remembered = Map.of(IDENTITY, identity);
    return new Reading.StretchEnd<>(
        "", to, asOf, GUARANTEES, remembered, new SnapshotPosition(false));
  }

  @Override
  public Map<String, String> toOffset() {
    return Map.of(REREADING, Boolean.toString(rereading));
  }
}
