package io.alluvium.connectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.connect.errors.ConnectException;

/** Avro records inside offsets: Avro's single-object encoding, in Base64. */
final class StoredRecord {
  private StoredRecord() {}

  static <T> String encode(BinaryMessageEncoder<T> encoder, T value) {
    try {
      var bytes = encoder.encode(value);
      var copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return Base64.getEncoder().encodeToString(copy);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory cannot fail", e);
    }
  }

  static <T> T decode(BinaryMessageDecoder<T> decoder, String encoded) {
    try {
      return decoder.decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)));
    } catch (IOException | RuntimeException e) {
      throw new ConnectException(
          "A stored source offset cannot be read; it was written by a newer version, or is damaged."
              + " Reset the offsets of this connector",
          e);
    }
  }
}
