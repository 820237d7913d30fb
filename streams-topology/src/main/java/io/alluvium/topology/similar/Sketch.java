package io.alluvium.topology.similar;

/**
 * A signature in 16 bytes, one bit per component: enough to tell in a crowded bucket which entries
 * are worth comparing. Its estimate has a standard deviation of 0.053 at a similarity of 0.8.
 */
record Sketch(long first, long second) {
  static final int BYTES = 16;

  /** Estimated Jaccard similarity, 0 to 1. */
  double similarity(Sketch other) {
    int different = Long.bitCount(first ^ other.first) + Long.bitCount(second ^ other.second);
    return Signature.corrected(1 - different / (double) (8 * BYTES), 1);
  }
}
