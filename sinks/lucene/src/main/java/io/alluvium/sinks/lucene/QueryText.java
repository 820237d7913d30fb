package io.alluvium.sinks.lucene;

import java.util.ArrayList;
import java.util.List;

/**
 * What a person typed, taken apart: words, "phrases", -not and prefix*. Any text is a question;
 * what makes no sense as syntax is taken as words.
 *
 * @param clauses in the order typed
 */
record QueryText(List<Clause> clauses) {
  /** More words than this are not read: nobody types them, and each costs. */
  private static final int MOST_CLAUSES = 64;

  QueryText {
    clauses = List.copyOf(clauses);
  }

  /**
   * One thing looked for.
   *
   * @param text as typed, without its syntax
   * @param form how it is meant
   * @param negated true to leave out what matches
   */
  record Clause(String text, Form form, boolean negated) {}

  /** How a clause is meant. */
  enum Form {
    WORD,
    PHRASE,
    PREFIX
  }

  /** Takes a question apart. Never fails. */
  static QueryText parse(String typed) {
    var clauses = new ArrayList<Clause>();
    int at = 0;
    while (at < typed.length() && clauses.size() < MOST_CLAUSES) {
      if (isSpace(typed.charAt(at))) {
        at++;
        continue;
      }
      boolean negated = typed.charAt(at) == '-' && isInside(typed, at + 1);
      int start = negated ? at + 1 : at;
      int close = typed.charAt(start) == '"' ? typed.indexOf('"', start + 1) : -1;
      if (close > start) {
        clauses.add(new Clause(typed.substring(start + 1, close), Form.PHRASE, negated));
        at = close + 1;
      } else {
        at = endOfWord(typed, start);
        clauses.add(word(typed.substring(start, at), negated));
      }
    }
    return new QueryText(clauses);
  }

  private static Clause word(String text, boolean negated) {
    boolean prefix = text.length() > 1 && text.endsWith("*");
    return prefix
        ? new Clause(text.substring(0, text.length() - 1), Form.PREFIX, negated)
        : new Clause(text, Form.WORD, negated);
  }

  private static int endOfWord(String typed, int start) {
    int at = start;
    while (at < typed.length() && !isSpace(typed.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isInside(String typed, int at) {
    return at < typed.length() && !isSpace(typed.charAt(at));
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
