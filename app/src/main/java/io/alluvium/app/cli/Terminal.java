package io.alluvium.app.cli;

import java.io.PrintWriter;
import java.util.Map;

/**
 * Where a command prints. Knows whether a person looks on, which decides about colour and about
 * lines that are written over; pipes and files get plain text.
 *
 * @param out answers
 * @param err everything that is not the answer
 * @param interactive true when {@code out} is a terminal whose last line may be rewritten
 * @param colour true when styles may be used
 * @param width columns
 */
record Terminal(PrintWriter out, PrintWriter err, boolean interactive, boolean colour, int width) {
  private static final int DEFAULT_WIDTH = 100;

  /**
   * The terminal of this process. The launcher says in system properties what it saw, because Java
   * itself cannot tell whether standard output alone is a terminal. NO_COLOR is respected.
   */
  static Terminal system(Map<String, String> environment) {
    boolean terminal = Boolean.getBoolean("alluvium.terminal");
    boolean colourless =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || "dumb".equals(environment.get("TERM"));
    return new Terminal(
        new PrintWriter(System.out, true),
        new PrintWriter(System.err, true),
        terminal && !"dumb".equals(environment.get("TERM")),
        terminal && !colourless,
        Math.clamp(Integer.getInteger("alluvium.columns", DEFAULT_WIDTH), 40, 160));
  }

  /** The text in a style, or as it is when there is no colour here. */
  String styled(Style style, String text) {
    return colour ? style.around(text) : text;
  }

  /** Prints one line of the answer. */
  void line(String text) {
    out.println(text);
  }

  /** Writes over the last line; only for an interactive terminal. */
  void rewrite(String text) {
    out.print("\r" + text + "\u001b[K");
    out.flush();
  }

  /** Removes what was written by {@link #rewrite}; nothing elsewhere. */
  void clearLine() {
    if (interactive) {
      rewrite("");
    }
  }

  /** True when nobody reads on: the other end of the pipe has been closed. */
  boolean gone() {
    return out.checkError();
  }

  /**
   * Text from upstream made safe to print on one line: control characters, which a terminal might
   * obey, become spaces. Keeps the length, so that positions stay right.
   */
  static String printable(String text) {
    var safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean unsafe = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
      safe.append(unsafe || c == '\u2028' || c == '\u2029' ? ' ' : c);
    }
    return safe.toString();
  }
}
