package io.alluvium.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text with stretches that stand out.
 *
 * @param text one line, safe to print
 * @param marks stretches of it, in order, not overlapping
 */
record Highlighted(String text, List<Mark> marks) {
  /**
   * A stretch of a text.
   *
   * @param start first char
   * @param end char after the last
   */
  record Mark(int start, int end) {}

  Highlighted {
    marks = List.copyOf(marks);
  }

  /**
   * Takes text from upstream: makes it printable, writes one space for any white space, and drops
   * marks that lie outside it.
   */
  static Highlighted of(String text, List<Mark> marks) {
    var printable = Terminal.printable(text);
    var line = new StringBuilder(text.length());
    var places = new int[text.length() + 1];
    for (int i = 0; i < text.length(); i++) {
      places[i] = line.length();
      char c = printable.charAt(i);
      if (c != ' ' || line.isEmpty() || line.charAt(line.length() - 1) != ' ') {
        line.append(c);
      }
    }
    places[text.length()] = line.length();
    var sound = new ArrayList<Mark>();
    int last = 0;
    for (var mark : marks) {
      if (mark.start() >= last && mark.end() > mark.start() && mark.end() <= text.length()) {
        sound.add(new Mark(places[mark.start()], places[mark.end()]));
        last = mark.end();
      }
    }
    return new Highlighted(line.toString(), sound);
  }

  /** The text in lines of at most {@code width}, broken at spaces where there are any. */
  List<Highlighted> lines(int width) {
    var lines = new ArrayList<Highlighted>();
    int start = 0;
    while (start < text.length()) {
      if (text.charAt(start) == ' ') {
        start++;
        continue;
      }
      int end = breakAfter(start, width);
      lines.add(part(start, end));
      start = end;
    }
    return lines;
  }

  /** The text with its marks shown, and the rest in {@code style} if one is given. */
  String render(Terminal terminal, @Nullable Style style) {
    var line = new StringBuilder();
    int at = 0;
    for (var mark : marks) {
      line.append(plain(terminal, style, text.substring(at, mark.start())));
      line.append(terminal.styled(Style.MARK, text.substring(mark.start(), mark.end())));
      at = mark.end();
    }
    return line.append(plain(terminal, style, text.substring(at))).toString().stripTrailing();
  }

  private int breakAfter(int start, int width) {
    if (text.length() - start <= width) {
      return text.length();
    }
    int space = text.lastIndexOf(' ', start + width);
    int end = space > start ? space : start + width;
    return end > start + 1 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }

  private Highlighted part(int start, int end) {
    var inside = new ArrayList<Mark>();
    for (var mark : marks) {
      int from = Math.max(mark.start(), start);
      int to = Math.min(mark.end(), end);
      if (from < to) {
        inside.add(new Mark(from - start, to - start));
      }
    }
    return new Highlighted(text.substring(start, end), inside);
  }

  private static String plain(Terminal terminal, @Nullable Style style, String text) {
    return style == null || text.isEmpty() ? text : terminal.styled(style, text);
  }
}
