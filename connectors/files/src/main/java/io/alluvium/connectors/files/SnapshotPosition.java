package io.alluvium.connectors.files;

import io.alluvium.connectors.Position;
import java.util.Map;

/**
 * Position among the files of a directory. There is no order to be at a place of: what was read is
 * in the known entities.
 *
 * @param rereading whether all files are to be published again, as after a reset, until a complete
 *     listing has been worked off
 */
record SnapshotPosition(boolean rereading) implements Position {
  private static final String REREADING = "rereading";

  static SnapshotPosition of(Map<String, String> offset) {
    return new SnapshotPosition(Boolean.parseBoolean(offset.get(REREADING)));
  }

  @Override
  public Map<String, String> toOffset() {
    return Map.of(REREADING, Boolean.toString(rereading));
  }
}
