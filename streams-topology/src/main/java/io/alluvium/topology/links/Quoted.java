package io.alluvium.topology.links;

/**
 * Tells what a text only shows from what it says: code between backticks, as in Markdown and in
 * Slack, and comments of HTML, in which templates keep their examples.
 */
final class Quoted {
  private static final String COMMENT = "<!--";
  private static final String COMMENT_END = "-->";

  /** From three on a run of backticks encloses paragraphs; fewer enclose words of one. */
  private static final int FENCE = 3;

  private static final int LONGEST_FENCE = 63;

  private final String text;

  /** Lengths of fences that nothing closes any more: looked for once, or time would be squared. */
  private long unclosed;

  private boolean commentsEnded;
  private int paragraphEnd;

  Quoted(String text) {
    this.text = text;
  }

  /** Where the code ends that begins at an index; behind the backticks if it does not end. */
  int endOfCode(int start) {
    int open = runEnd(start);
    int length = open - start;
    if (length > LONGEST_FENCE || (unclosed & 1L << length) != 0) {
      return open;
    }
    int limit = length < FENCE ? endOfParagraph(open) : text.length();
    int close = text.indexOf('`', open, limit);
    while (close >= 0) {
      int end = runEnd(close);
      if (end - close == length) {
        return end;
      }
      close = text.indexOf('`', end, Math.max(end, limit));
    }
    if (length >= FENCE) {
      unclosed |= 1L << length;
    }
    return open;
  }

  /** Where the comment ends that begins at an index; the next character if none does. */
  int endOfComment(int start) {
    if (commentsEnded) {
      return start + 1;
    }
    int end = text.indexOf(COMMENT_END, start + COMMENT.length());
    commentsEnded = end < 0;
    return end < 0 ? start + 1 : end + COMMENT_END.length();
  }

  private int runEnd(int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) == '`') {
      end++;
    }
    return end;
  }

  private int endOfParagraph(int from) {
    if (from > paragraphEnd) {
      int end = text.indexOf("\n\n", from);
      paragraphEnd = end < 0 ? text.length() : end;
    }
    return paragraphEnd;
  }
}
