package io.alluvium.sinks.iceberg;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A vector in a byte per number: each is its byte times the scale, to within half a scale.
 *
 * @param bytes signed, one per number
 * @param scale largest number over 127; 0 for a vector of zeros
 */
record Quantised(ByteBuffer bytes, float scale) {
  private static final int MOST = Byte.MAX_VALUE;

  static Quantised of(List<Float> vector) {
    float largest = 0;
    for (float number : vector) {
      largest = Math.max(largest, Math.abs(number));
    }
    float scale = largest / MOST;
    var bytes = ByteBuffer.allocate(vector.size());
    for (float number : vector) {
      bytes.put((byte) (scale == 0 ? 0 : Math.round(number / scale)));
    }
    return new Quantised(bytes.flip(), scale);
  }

  List<Float> vector() {
    var vector = new ArrayList<Float>(bytes.remaining());
    for (int at = bytes.position(); at < bytes.limit(); at++) {
      vector.add(bytes.get(at) * scale);
    }
    return vector;
  }
}
