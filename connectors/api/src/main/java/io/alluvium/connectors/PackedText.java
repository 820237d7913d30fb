package io.alluvium.connectors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Text in a part of its length and as text again, because offsets are JSON: deflated, in Base64.
 * Connect holds every stored offset in memory three times over.
 */
final class PackedText {
  private PackedText() {}

  /** Packs the first bytes of an array; empty if there are none. */
  static String pack(byte[] text, int length) {
    if (length == 0) {
      return "";
    }
    var packed = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.BEST_SPEED, true);
    try (var out = new DeflaterOutputStream(packed, deflater)) {
      out.write(text, 0, length);
    } catch (IOException e) {
      throw new IllegalStateException("Memory takes everything", e);
    } finally {
      deflater.end();
    }
    return new String(
        Base64.getEncoder().withoutPadding().encode(packed.toByteArray()), ISO_8859_1);
  }

  /**
   * The bytes that were packed.
   *
   * @throws IllegalArgumentException if nothing is ever packed into this
   */
  static byte[] unpack(String packed) {
    if (packed.isEmpty()) {
      return new byte[0];
    }
    var bytes = new ByteArrayInputStream(Base64.getDecoder().decode(packed));
    var inflater = new Inflater(true);
    try (var in = new InflaterInputStream(bytes, inflater)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalArgumentException("Not packed text", e);
    } finally {
      inflater.end();
    }
  }
}
