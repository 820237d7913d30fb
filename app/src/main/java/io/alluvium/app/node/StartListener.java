package io.alluvium.app.node;

/** Hears what a node is doing while it starts or stops, in words for a person. */
@FunctionalInterface
public interface StartListener {
  /**
   * A step begins.
   *
   * @param what one short phrase without a full stop, such as {@code Starting Kafka}
   */
  void step(String what);
}
