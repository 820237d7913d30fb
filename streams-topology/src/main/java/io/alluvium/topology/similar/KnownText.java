package io.alluvium.topology.similar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The newest version of an entity, as far as near-duplicates need it.
 *
 * @param entityKey the entity
 * @param contentHash its newest version
 * @param signature of that version's text
 * @param time when it came, in ingestion time
 * @param compared versions that this one was compared with when it came, by {@link Place#version}
 */
record KnownText(
    String entityKey, String contentHash, Signature signature, long time, List<Long> compared) {
  private static final byte FORMAT = 1;
  private static final int HASH_BYTES = 32;
  private static final int FIXED_BYTES = 1 + Long.BYTES + HASH_BYTES + Signature.BYTES + 1;

  KnownText {
    compared = List.copyOf(compared);
  }

  boolean isVersion(String key, String hash) {
    return entityKey.equals(key) && contentHash.equals(hash);
  }

  KnownText comparedWith(List<Long> others) {
    return new KnownText(entityKey, contentHash, signature, time, others);
  }

  byte[] bytes() {
    var key = entityKey.getBytes(UTF_8);
    var bytes =
        ByteBuffer.allocate(FIXED_BYTES + compared.size() * ShortKey.BYTES + key.length)
            .put(FORMAT)
            .putLong(time)
            .put(HexFormat.of().parseHex(contentHash))
            .put(signature.bytes())
            .put((byte) compared.size());
    compared.forEach(bytes::putLong);
    return bytes.put(key).array();
  }

  static KnownText of(byte[] value) {
    var bytes = ByteBuffer.wrap(value);
    var format = bytes.get();
    if (format != FORMAT) {
      throw new SerializationException(
          "Store " + KnownTexts.STORE + " has format " + format + ", this version reads 1");
    }
    var time = bytes.getLong();
    var hash = HexFormat.of().formatHex(next(bytes, HASH_BYTES));
    var signature = new Signature(next(bytes, Signature.BYTES));
    var compared = new ArrayList<Long>();
    for (int left = bytes.get(); left > 0; left--) {
      compared.add(bytes.getLong());
    }
    var key = new String(next(bytes, bytes.remaining()), UTF_8);
    return new KnownText(key, hash, signature, time, compared);
  }

  private static byte[] next(ByteBuffer bytes, int length) {
    var next = new byte[length];
    bytes.get(next);
    return next;
  }
}
