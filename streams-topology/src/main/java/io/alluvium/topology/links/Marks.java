package io.alluvium.topology.links;

import java.util.Arrays;

/**
 * Finds the next place of a text where something may be named. Most of a text is passed over by
 * {@link String#indexOf(String, int)}, many characters at a time, once for each mark.
 */
final class Marks {
  private static final String[] MARKS = {"`", "<!--", "://", "#", "-"};

  private final String text;
  private final int[] next = new int[MARKS.length];

  Marks(String text) {
    this.text = text;
    Arrays.fill(next, -1);
  }

  /** The first mark at or behind an index; the length of the text if there is none. */
  int nextFrom(int from) {
    int first = text.length();
    for (int i = 0; i < MARKS.length; i++) {
      if (next[i] < from) {
        int found = text.indexOf(MARKS[i], from);
        next[i] = found < 0 ? text.length() : found;
      }
      first = Math.min(first, next[i]);
    }
    return first;
  }
}
