package io.alluvium.sinks;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells whether two sets of versions are the same without comparing them: their number, and the sum
 * modulo 2<sup>256</sup> of SHA-256(content hash ‖ revision) over all of them. The content hash
 * counts as its 32 bytes, the revision as 8 bytes, big-endian. A sum does not depend on order, so
 * digests of parts add up to that of the whole.
 *
 * @param count versions in the set
 * @param sum their sum, from 0 to 2<sup>256</sup> - 1
 */
public record SliceDigest(long count, BigInteger sum) {
  private static final BigInteger MODULUS = BigInteger.TWO.pow(256);

  /** Of no versions. */
  public static final SliceDigest EMPTY = new SliceDigest(0, BigInteger.ZERO);

  public SliceDigest {
    if (count < 0 || sum.signum() < 0 || sum.compareTo(MODULUS) >= 0) {
      throw new IllegalArgumentException("Not a digest: " + count + " versions, sum " + sum);
    }
  }

  /** Of the versions in both, which must have none in common. */
  public SliceDigest plus(SliceDigest other) {
    return new SliceDigest(count + other.count, sum.add(other.sum).mod(MODULUS));
  }

  /** Of this set without a part of it. */
  public SliceDigest minus(SliceDigest part) {
    return new SliceDigest(count - part.count, sum.subtract(part.sum).mod(MODULUS));
  }

  /** The sum as 64 hexadecimal characters: what evidence shows. */
  public String hex() {
    var digits = sum.toString(16);
    return "0".repeat(64 - digits.length()) + digits;
  }

  /** Adds versions up. Not thread-safe. */
  public static final class Sum {
    private static final int WORDS = 8;
    private static final long WORD = 0xffff_ffffL;

    private final MessageDigest sha256 = sha256();
    private final ByteBuffer version = ByteBuffer.allocate(32 + Long.BYTES);
    private final long[] words = new long[WORDS];
    private long count;

    /** Adds one version, which must not have been added before. */
    public void add(VersionId id) {
      add(HexFormat.of().parseHex(id.contentHash()), id.revision());
    }

    /**
     * Adds one version.
     *
     * @param contentHash its 32 bytes
     * @throws IllegalArgumentException if it has another length
     */
    public void add(byte[] contentHash, long revision) {
      if (contentHash.length != 32) {
        throw new IllegalArgumentException(
            "A content hash has 32 bytes, not " + contentHash.length);
      }
      version.clear().put(contentHash).putLong(revision);
      sha256.update(version.flip());
      var digest = ByteBuffer.wrap(sha256.digest());
      long carry = 0;
      for (int word = WORDS - 1; word >= 0; word--) {
        carry += words[word] + (digest.getInt(word * Integer.BYTES) & WORD);
        words[word] = carry & WORD;
        carry >>>= Integer.SIZE;
      }
      count++;
    }

    /** Of everything added so far. */
    public SliceDigest digest() {
      var bytes = ByteBuffer.allocate(WORDS * Integer.BYTES);
      for (long word : words) {
        bytes.putInt((int) word);
      }
      return new SliceDigest(count, new BigInteger(1, bytes.array()));
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("Every JDK has SHA-256", impossible);
      }
    }
  }
}
