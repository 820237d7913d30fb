package io.alluvium.topology.similar;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names an edge: the same from either end, and whenever it is found again. */
final class EdgeId {
  private EdgeId() {}

  /** SHA-256 of the algorithm and the two content hashes in ascending order, in hexadecimal. */
  static String of(String hash, String other) {
    var isOrdered = hash.compareTo(other) < 0;
    var pair = (isOrdered ? hash : other) + ' ' + (isOrdered ? other : hash);
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest((NearDuplicates.ALGORITHM + ' ' + pair).getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
