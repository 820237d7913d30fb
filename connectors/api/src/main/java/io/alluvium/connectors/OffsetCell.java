package io.alluvium.connectors;

import java.util.Map;
import java.util.function.Supplier;

/**
 * A source partition whose whole state is its offset. Of a batch, the last record that touched it
 * carries the new state; earlier ones carry the state before, so that no record's offset claims
 * what was not sent yet.
 */
final class OffsetCell {
  private final Map<String, String> partition;
  private final Supplier<Map<String, String>> state;
  private Map<String, String> sent;

  /**
   * @param stored what is stored already; empty for nothing
   * @param state encodes the current state; called once per batch at most
   */
  OffsetCell(
      Map<String, String> partition,
      Map<String, String> stored,
      Supplier<Map<String, String>> state) {
    this.partition = partition;
    this.sent = stored;
    this.state = state;
  }

  Map<String, String> partition() {
    return partition;
  }

  /** The state before this batch. */
  Map<String, String> before() {
    return sent;
  }

  /** The state now, which counts as sent from here on. */
  Map<String, String> advance() {
    sent = state.get();
    return sent;
  }
}
