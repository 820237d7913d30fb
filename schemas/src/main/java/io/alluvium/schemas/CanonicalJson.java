package io.alluvium.schemas;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes one flat JSON object as RFC 8785 wants it, a piece at a time.
 *
 * <p>Covers what identity needs and no more: values are strings or lists of strings, and the caller
 * writes the keys in ascending order. Lone surrogates become U+FFFD. Not thread-safe; {@link
 * #begin} makes it ready for the next object.
 */
final class CanonicalJson {
  /** Takes the next bytes; they are reused after the call. */
  @FunctionalInterface
  interface Sink {
    void accept(byte[] bytes, int offset, int length);
  }

  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final int CAPACITY = 8192;

  /** Eight bytes at once, the first in the lowest bits. */
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;

  /** For each ASCII character: 0 = as it is, 'u' = by number, else the letter after '\'. */
  private static final byte[] ESCAPES = escapes();

  private final byte[] buffer = new byte[CAPACITY];
  private final Sink sink;
  private int position;
  private boolean first = true;

  CanonicalJson(Sink sink) {
    this.sink = sink;
  }

  void begin() {
    position = 0;
    first = true;
    put('{');
  }

  void field(String key, String value) {
    key(key);
    string(value);
  }

  void field(String key, List<String> values) {
    key(key);
    put('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        put(',');
      }
      string(values.get(i));
    }
    put(']');
  }

  void end() {
    put('}');
    flush();
  }

  private void key(String key) {
    if (!first) {
      put(',');
    }
    first = false;
    string(key);
    put(':');
  }

  private void string(String value) {
    put('"');
    byte[] bytes = utf8(value);
    int from = 0;
    while (from < bytes.length) {
      int special = special(bytes, from);
      put(bytes, from, special - from);
      if (special < bytes.length) {
        escaped(bytes[special]);
      }
      from = special + 1;
    }
    put('"');
  }

  private static byte[] utf8(String value) {
    byte[] bytes = value.getBytes(UTF_8);
    // Java writes a question mark for a lone surrogate; to read it again is the quickest look.
    return new String(bytes, UTF_8).equals(value)
        ? bytes
        : TextRules.replaceInvalid(value).getBytes(UTF_8);
  }

  /** Index of the first byte from an index on that does not stand for itself, or the length. */
  private static int special(byte[] bytes, int from) {
    int i = from;
    while (i <= bytes.length - Long.BYTES) {
      long specials = specials((long) EIGHT.get(bytes, i));
      if (specials != 0) {
        return i + Long.numberOfTrailingZeros(specials) / Byte.SIZE;
      }
      i += Long.BYTES;
    }
    while (i < bytes.length && (bytes[i] < 0 || ESCAPES[bytes[i]] == 0)) {
      i++;
    }
    return i;
  }

  /** The lowest bit set is in the first of eight bytes that does not stand for itself; 0 = none. */
  private static long specials(long eight) {
    return (below(eight, ' ') | below(eight ^ '"' * EACH, 1) | below(eight ^ '\\' * EACH, 1))
        & HIGHEST_BITS;
  }

  /** The highest bit of each byte that is ASCII and below a limit; beyond the first maybe more. */
  private static long below(long eight, int limit) {
    return (eight - limit * EACH) & ~eight;
  }

  private void escaped(int c) {
    byte escape = ESCAPES[c];
    put('\\');
    put((char) escape);
    if (escape == 'u') {
      put('0');
      put('0');
      put((char) HEX[c >> 4]);
      put((char) HEX[c & 15]);
    }
  }

  private void put(byte[] bytes, int from, int length) {
    if (length > CAPACITY - position) {
      flush();
    }
    if (length > CAPACITY) {
      sink.accept(bytes, from, length);
    } else {
      System.arraycopy(bytes, from, buffer, position, length);
      position += length;
    }
  }

  private void put(char c) {
    if (position == CAPACITY) {
      flush();
    }
    buffer[position++] = (byte) c;
  }

  private void flush() {
    sink.accept(buffer, 0, position);
    position = 0;
  }

  private static byte[] escapes() {
    var escapes = new byte[128];
    for (int c = 0; c < ' '; c++) {
      escapes[c] = 'u';
    }
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }
}
