package io.alluvium.connectors;

import java.util.List;

/**
 * What one call of a reader found.
 *
 * @param readings in order
 * @param position where the next call goes on
 * @param more whether to call again at once; without that the next call may take its time
 */
public record Page<P extends Position>(List<Reading<P>> readings, P position, boolean more) {
  public Page {
    readings = List.copyOf(readings);
  }

  /** A page after which to call again at once if there was something on it. */
  public Page(List<Reading<P>> readings, P position) {
    this(readings, position, !readings.isEmpty());
  }
}
