package io.alluvium.schemas;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes one flat JSON object as RFC 8785 wants it, without ever holding it whole.
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

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int CAPACITY = 8192;

  /** Longest output of one character: a control character as {@code \}{@code u00XX}. */
  private static final int LONGEST = 6;

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
    int i = 0;
    while (i < value.length()) {
      // One check for a stretch of characters instead of one for each: this loop is all the cost.
      int end = Math.min(value.length(), i + room());
      while (i < end) {
        i = plain(value, i, end);
        if (i < end) {
          i += special(value, i);
        }
      }
    }
    put('"');
  }

  /** Writes characters that stand for themselves; returns the index of the first that does not. */
  private int plain(String value, int from, int end) {
    int at = position;
    int i = from;
    while (i < end) {
      char c = value.charAt(i);
      if (c >= ESCAPES.length || ESCAPES[c] != 0) {
        break;
      }
      buffer[at++] = (byte) c;
      i++;
    }
    position = at;
    return i;
  }

  /** Writes one code point that does not stand for itself; returns its length. */
  private int special(String value, int index) {
    int codePoint = value.codePointAt(index);
    if (codePoint < 0x80) {
      escaped(codePoint);
    } else if (codePoint > 0xFFFF) {
      supplementary(codePoint);
      return 2;
    } else {
      basic(Character.isSurrogate((char) codePoint) ? 0xFFFD : codePoint);
    }
    return 1;
  }

  /** Characters that fit whatever they are; a supplementary one needs less than two others. */
  private int room() {
    if (CAPACITY - position < 2 * LONGEST) {
      flush();
    }
    return (CAPACITY - position) / LONGEST;
  }

  private void escaped(int c) {
    byte escape = ESCAPES[c];
    buffer[position++] = '\\';
    buffer[position++] = escape;
    if (escape == 'u') {
      buffer[position++] = '0';
      buffer[position++] = '0';
      buffer[position++] = HEX[c >> 4];
      buffer[position++] = HEX[c & 15];
    }
  }

  private void basic(int c) {
    if (c < 0x800) {
      buffer[position++] = (byte) (0xC0 | (c >> 6));
    } else {
      buffer[position++] = (byte) (0xE0 | (c >> 12));
      buffer[position++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    }
    buffer[position++] = (byte) (0x80 | (c & 0x3F));
  }

  private void supplementary(int codePoint) {
    buffer[position++] = (byte) (0xF0 | (codePoint >> 18));
    buffer[position++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
    buffer[position++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    buffer[position++] = (byte) (0x80 | (codePoint & 0x3F));
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
