package io.alluvium.sinks.lucene;

/**
 * A vector in 8 bits a number. Each vector has a scale of its own, its largest number over 127, so
 * that nothing is ever clipped and no number is off by more than half a scale. The scale does not
 * change the direction: that of two vectors in 8 bits is compared without it.
 */
final class QuantisedVector {
  private static final int STEPS = 127;

  private final byte[] numbers;
  private final float scale;

  private QuantisedVector(byte[] numbers, float scale) {
    this.numbers = numbers;
    this.scale = scale;
  }

  /** Rounds a vector that is not all zeros. */
  static QuantisedVector of(float[] vector) {
    float largest = 0;
    for (float number : vector) {
      largest = Math.max(largest, Math.abs(number));
    }
    float scale = largest / STEPS;
    var numbers = new byte[vector.length];
    for (int i = 0; i < vector.length; i++) {
      numbers[i] = (byte) Math.round(vector[i] / scale);
    }
    return new QuantisedVector(numbers, scale);
  }

  /** Its numbers, each to be multiplied by {@link #scale}; not a copy. */
  byte[] numbers() {
    return numbers;
  }

  float scale() {
    return scale;
  }

  /** Dot product of a vector as it is with one that was stored in 8 bits. */
  static float dotProduct(float[] vector, byte[] numbers, float scale) {
    float sum = 0;
    for (int i = 0; i < vector.length; i++) {
      sum += vector[i] * numbers[i];
    }
    return sum * scale;
  }
}
