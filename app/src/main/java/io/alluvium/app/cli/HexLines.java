package io.alluvium.app.cli;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Bytes as people look at them: sixteen a line, with their offset and what is text in them. */
final class HexLines {
  private static final int WIDTH = 16;

  private HexLines() {}

  /**
   * The lines.
   *
   * @param hex two hexadecimal digits for each byte
   */
  static List<String> of(String hex) {
    var bytes = HexFormat.of().parseHex(hex);
    var format = HexFormat.ofDelimiter(" ");
    var lines = new ArrayList<String>();
    for (int from = 0; from < bytes.length; from += WIDTH) {
      int to = Math.min(bytes.length, from + WIDTH);
      lines.add(
          "%06x  %-47s  %s"
              .formatted(from, format.formatHex(bytes, from, to), text(bytes, from, to)));
    }
    return lines;
  }

  private static String text(byte[] bytes, int from, int to) {
    var text = new StringBuilder(WIDTH);
    for (int i = from; i < to; i++) {
      text.append(bytes[i] >= ' ' && bytes[i] <= '~' ? (char) bytes[i] : '.');
    }
    return text.toString();
  }
}
