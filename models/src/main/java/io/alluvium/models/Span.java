package io.alluvium.models;

/**
 * A stretch of a text.
 *
 * @param start index of its first UTF-16 unit
 * @param end index after its last one
 */
public record Span(int start, int end) {
  /**
   * @throws IllegalArgumentException if it ends before it begins, or begins before the text
   */
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("Not a stretch of a text: " + start + " to " + end);
    }
  }

  /** What this stretch of {@code text} says. */
  public String of(CharSequence text) {
    return text.subSequence(start, end).toString();
  }

  /** How many UTF-16 units it has. */
  public int length() {
    return end - start;
  }
}
