package io.alluvium.topology.similar;

import com.dynatrace.hash4j.similarity.ElementHashProvider;
import com.dynatrace.hash4j.similarity.SimilarityHashPolicy;
import com.dynatrace.hash4j.similarity.SimilarityHasher;
import com.dynatrace.hash4j.similarity.SimilarityHashing;
import com.dynatrace.hash4j.similarity.SuperMinHashVersion;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A text in 64 bytes: 128 SuperMinHash components of 4 bits. The share of components that two texts
 * have in common estimates the Jaccard similarity of their {@link Shingles}, with a standard
 * deviation of at most 0.037 at 0.8 and 0.046 at 0.6.
 *
 * <p>Stored and compared with stored ones: whoever changes it, or the shingles, changes {@link
 * NearDuplicates#ALGORITHM} and the formats of the stores.
 *
 * @param bytes the components, packed; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole, only by estimate.
record Signature(byte[] bytes) {
  static final int BYTES = 64;

  /**
   * Texts share a band when all its components agree. 16 bands of 6 rows miss 0.5 % of pairs with a
   * similarity of exactly 0.8, and hardly any above; 16 of 8 would miss 4 %.
   */
  static final int BANDS = 16;

  private static final int ROWS = 6;
  private static final int COMPONENTS = 128;
  private static final int BITS = 4;

  private static final SimilarityHashPolicy POLICY =
      SimilarityHashing.superMinHash(COMPONENTS, BITS, SuperMinHashVersion.V1);

  /**
   * One that was stored.
   *
   * @throws IllegalArgumentException if it has not as many bytes as one has
   */
  static Signature of(ByteBuffer stored) {
    if (stored.remaining() != BYTES) {
      throw new IllegalArgumentException(
          "A signature has " + BYTES + " bytes, this one " + stored.remaining());
    }
    var bytes = new byte[BYTES];
    stored.duplicate().get(bytes);
    return new Signature(bytes);
  }

  /** Computes signatures. Not thread-safe. */
  static final class Maker {
    private final SimilarityHasher hasher = POLICY.createHasher();

    /** The signature of a text; empty if it is too short to be compared. */
    Optional<Signature> sign(String text) {
      var shingles = Shingles.of(text);
      return shingles.length < Shingles.FEWEST
          ? Optional.empty()
          : Optional.of(new Signature(hasher.compute(ElementHashProvider.ofValues(shingles))));
    }
  }

  /** The components of one band and its number: equal for two texts that share the band. */
  int band(int band) {
    int key = band;
    for (int row = band * ROWS; row < (band + 1) * ROWS; row++) {
      key = key << BITS | (int) POLICY.getComponent(bytes, row);
    }
    return key;
  }

  /**
   * True if two texts meet in a bucket and are compared there: they share a band, and the sketches
   * agree. Depends on nothing but the two.
   */
  boolean meets(Signature other) {
    return Bucket.isWorthComparing(sketch(), other.sketch())
        && IntStream.range(0, BANDS).anyMatch(band -> band(band) == other.band(band));
  }

  /** One bit of each component. */
  Sketch sketch() {
    long first = 0;
    long second = 0;
    for (int i = 0; i < Long.SIZE; i++) {
      first = first << 1 | POLICY.getComponent(bytes, i) & 1;
      second = second << 1 | POLICY.getComponent(bytes, Long.SIZE + i) & 1;
    }
    return new Sketch(first, second);
  }

  /** Estimated Jaccard similarity, 0 to 1. */
  double similarity(Signature other) {
    return corrected(POLICY.getFractionOfEqualComponents(bytes, other.bytes), BITS);
  }

  /** Takes out the share of components that agree by chance. */
  static double corrected(double agreement, int bits) {
    var chance = Math.scalb(1.0, -bits);
    return Math.max(0, (agreement - chance) / (1 - chance));
  }
}
