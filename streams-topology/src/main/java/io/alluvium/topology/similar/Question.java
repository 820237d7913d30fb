package io.alluvium.topology.similar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * One end of a pair asks the other: is your text like mine? Value of the repartition topic {@code
 * questions}; its key is the short key of the other.
 *
 * @param entityKey who asks
 * @param contentHash version that asks
 * @param signature of its text
 */
record Question(String entityKey, String contentHash, Signature signature) {
  private static final int HASH_BYTES = 32;

  byte[] bytes() {
    var key = entityKey.getBytes(UTF_8);
    return ByteBuffer.allocate(HASH_BYTES + Signature.BYTES + key.length)
        .put(HexFormat.of().parseHex(contentHash))
        .put(signature.bytes())
        .put(key)
        .array();
  }

  static Question of(byte[] value) {
    var bytes = ByteBuffer.wrap(value);
    var hash = new byte[HASH_BYTES];
    bytes.get(hash);
    var signature = new byte[Signature.BYTES];
    bytes.get(signature);
    var key = new byte[bytes.remaining()];
    bytes.get(key);
    return new Question(
        new String(key, UTF_8), HexFormat.of().formatHex(hash), new Signature(signature));
  }
}
