package io.alluvium.connectors;

import java.util.List;

/**
 * What one call of a reader found.
 *
 * @param readings in order; empty = nothing new right now
 * @param position where the next call goes on
 */
public record Page<P extends Position>(List<Reading<P>> readings, P position) {
  public Page {
    readings = List.copyOf(readings);
  }
}
