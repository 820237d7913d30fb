package io.alluvium.connectors.files;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Text of a file and how it was encoded. Never fails: what no charset explains is read as UTF-8
 * with U+FFFD for every byte that is not.
 *
 * @param text the text, without a byte order mark
 * @param encoding name of the charset, {@code unknown} if none explains the bytes; null for UTF-8
 */
record DecodedText(String text, @Nullable String encoding) {
  static final String UNKNOWN = "unknown";

  private static final String WESTERN = "WINDOWS-1252";
  private static final String CYRILLIC = "WINDOWS-1251";
  private static final String MAC_CYRILLIC = "MACCYRILLIC";
  private static final Set<String> OTHER_ALPHABETS =
      Set.of(
          CYRILLIC,
          "WINDOWS-1253",
          "WINDOWS-1255",
          "ISO-8859-5",
          "ISO-8859-7",
          "ISO-8859-8",
          "KOI8-R",
          MAC_CYRILLIC,
          "IBM855",
          "IBM866",
          "TIS620");

  private static final int BINARY_SNIFF = 8000;

  private record Mark(Charset charset, byte... bytes) {
    boolean opens(byte[] content) {
      if (content.length < bytes.length) {
        return false;
      }
      for (int i = 0; i < bytes.length; i++) {
        if (content[i] != bytes[i]) {
          return false;
        }
      }
      return true;
    }
  }

  // The longer mark first: UTF-32 little-endian begins like UTF-16.
  private static final List<Mark> MARKS =
      List.of(
          new Mark(Charset.forName("UTF-32LE"), (byte) 0xFF, (byte) 0xFE, (byte) 0, (byte) 0),
          new Mark(Charset.forName("UTF-32BE"), (byte) 0, (byte) 0, (byte) 0xFE, (byte) 0xFF),
          new Mark(StandardCharsets.UTF_8, (byte) 0xEF, (byte) 0xBB, (byte) 0xBF),
          new Mark(StandardCharsets.UTF_16LE, (byte) 0xFF, (byte) 0xFE),
          new Mark(StandardCharsets.UTF_16BE, (byte) 0xFE, (byte) 0xFF));

  /**
   * Decodes bytes; empty if they are binary: without byte order mark and with a NUL in the first
   * 8,000, as git has it.
   *
   * @param complete whether the bytes end where the file ends, and not inside a character
   */
  static Optional<DecodedText> of(byte[] bytes, boolean complete) {
    for (var mark : MARKS) {
      if (mark.opens(bytes)) {
        return Optional.of(marked(mark, bytes));
      }
    }
    if (hasNul(bytes)) {
      return Optional.empty();
    }
    var utf8 = strictUtf8(bytes, complete);
    return Optional.of(utf8 != null ? new DecodedText(utf8, null) : guess(bytes));
  }

  private static DecodedText marked(Mark mark, byte[] bytes) {
    int start = mark.bytes().length;
    var text = new String(bytes, start, bytes.length - start, mark.charset());
    boolean utf8 = mark.charset().equals(StandardCharsets.UTF_8);
    return new DecodedText(text, utf8 ? null : mark.charset().name());
  }

  private static boolean hasNul(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, BINARY_SNIFF); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String strictUtf8(byte[] bytes, boolean complete) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var text = CharBuffer.allocate(bytes.length);
    if (decoder.decode(ByteBuffer.wrap(bytes), text, complete).isError()) {
      return null;
    }
    return text.flip().toString();
  }

  private static DecodedText guess(byte[] bytes) {
    var detector = new UniversalDetector();
    detector.handleData(bytes);
    detector.dataEnd();
    var name = detector.getDetectedCharset();
    if (name == null || name.startsWith("UTF-8") || !Charset.isSupported(name)) {
      return new DecodedText(new String(bytes, StandardCharsets.UTF_8), UNKNOWN);
    }
    var charset = likelier(name, bytes);
    return new DecodedText(new String(bytes, Charset.forName(charset)), charset);
  }

  /** Corrects what detection by frequency is known to get wrong on short texts. */
  private static String likelier(String name, byte[] bytes) {
    if (OTHER_ALPHABETS.contains(name) && isMostlyAscii(bytes)) {
      return WESTERN;
    }
    return name.equals(MAC_CYRILLIC) ? CYRILLIC : name;
  }

  /** Whether other characters stand alone, as accents do, and not in words of their own. */
  private static boolean isMostlyAscii(byte[] bytes) {
    int runs = 0;
    int others = 0;
    boolean inRun = false;
    for (byte b : bytes) {
      others += b < 0 ? 1 : 0;
      runs += b < 0 && !inRun ? 1 : 0;
      inRun = b < 0;
    }
    return others * 2 < runs * 3;
  }
}
