package io.alluvium.sinks.search;

/**
 * A stretch of text to highlight.
 *
 * @param start first UTF-16 code unit
 * @param end UTF-16 code unit after the last
 */
public record Mark(int start, int end) {
  public Mark {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("Not a stretch of text: [" + start + ", " + end + ")");
    }
  }
}
