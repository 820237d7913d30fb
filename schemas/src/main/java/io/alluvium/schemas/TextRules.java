package io.alluvium.schemas;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What every reader does to text before it leaves the process: invalid characters replaced, known
 * secrets taken out, the rest cut to size, in this order. {@link #clean} does all three.
 *
 * <p>Pure and thread-safe. Text that needs nothing done comes back as the same instance. The
 * formats and what they do not catch are in docs/redaction.md.
 */
public final class TextRules {
  /**
   * Version of the redaction rules. New rules change text, and so the content hash of what had a
   * secret.
   */
  public static final int REDACTION_VERSION = 1;

  /** Longest text of an event, in bytes of UTF-8. */
  public static final int MAX_TEXT_BYTES = 512 * 1024;

  private TextRules() {}

  /**
   * Text without its secrets.
   *
   * @param text each secret replaced by {@code [redacted:<format>]}
   * @param formats format of each secret found, in order of appearance; empty = untouched
   */
  public record Redacted(String text, List<String> formats) {
    public Redacted {
      formats = List.copyOf(formats);
    }
  }

  /**
   * Text cut to size.
   *
   * @param text at most {@link #MAX_TEXT_BYTES} bytes of UTF-8
   * @param truncated whether something was cut off
   */
  public record Cut(String text, boolean truncated) {}

  /** Text as an event may carry it. */
  public static Cut clean(String upstream) {
    return cut(redact(replaceInvalid(upstream)));
  }

  /** Takes known secrets out, in time linear in the length of the text. */
  public static String redact(String text) {
    return redactSecrets(text).text();
  }

  /** Takes known secrets out and says which formats they had. */
  public static Redacted redactSecrets(String text) {
    return Secrets.redact(text);
  }

  /**
   * Takes known secrets out of upstream's own bytes, whatever their encoding; all other bytes stay.
   */
  public static byte[] redact(byte[] payload) {
    // Secrets are ASCII, and Latin-1 maps every byte to one character and back.
    var text = new String(payload, StandardCharsets.ISO_8859_1);
    var redacted = redact(text);
    return redacted.equals(text) ? payload : redacted.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Cuts text at {@link #MAX_TEXT_BYTES} bytes of UTF-8, never inside a code point. */
  public static Cut cut(String text) {
    if ((long) text.length() * 3 <= MAX_TEXT_BYTES) {
      return new Cut(text, false);
    }
    int bytes = 0;
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      bytes += utf8Length(codePoint);
      if (bytes > MAX_TEXT_BYTES) {
        return new Cut(text.substring(0, i), true);
      }
      i += Character.charCount(codePoint);
    }
    return new Cut(text, false);
  }

  /** Replaces each lone surrogate, which no UTF-8 can express, by U+FFFD. */
  public static String replaceInvalid(String text) {
    int i = firstInvalid(text, 0);
    if (i < 0) {
      return text;
    }
    var chars = text.toCharArray();
    while (i >= 0) {
      chars[i] = '\uFFFD';
      i = firstInvalid(text, i + 1);
    }
    return new String(chars);
  }

  private static int firstInvalid(String text, int from) {
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c) && !Character.isSurrogatePair(c, charAt(text, i + 1))) {
        return i;
      }
      i += Character.isSurrogate(c) ? 2 : 1;
    }
    return -1;
  }

  private static char charAt(String text, int index) {
    return index < text.length() ? text.charAt(index) : 0;
  }

  // A lone surrogate counts as the U+FFFD it becomes.
  private static int utf8Length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
