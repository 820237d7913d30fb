package io.alluvium.schemas;

/**
 * A set of ASCII characters, written as ranges and single characters, a dash itself last: {@code
 * a-zA-Z0-9_-}.
 */
final class CharSet {
  static final CharSet WORD = new CharSet("a-zA-Z0-9_");

  private final boolean[] members = new boolean[128];

  CharSet(String definition) {
    for (int i = 0; i < definition.length(); i++) {
      char from = definition.charAt(i);
      boolean range = i + 2 < definition.length() && definition.charAt(i + 1) == '-';
      char to = range ? definition.charAt(i + 2) : from;
      if (from > to) {
        throw new IllegalArgumentException("Not a range: " + from + '-' + to);
      }
      for (char c = from; c <= to; c++) {
        members[c] = true;
      }
      i += range ? 2 : 0;
    }
  }

  boolean has(char c) {
    return c < members.length && members[c];
  }

  /** End of the run of members that starts at {@code from}, at most {@code limit} long. */
  int runEnd(String text, int from, int limit) {
    int end = (int) Math.min(text.length(), (long) from + limit);
    int i = from;
    while (i < end && has(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Whether the character at {@code index} exists and is a member. */
  boolean at(String text, int index) {
    return index >= 0 && index < text.length() && has(text.charAt(index));
  }
}
