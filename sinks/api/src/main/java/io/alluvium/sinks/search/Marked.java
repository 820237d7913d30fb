package io.alluvium.sinks.search;

import java.util.List;

/**
 * Plain text with the stretches that matched. Control characters other than line breaks have been
 * replaced by spaces, so that it is safe to print.
 *
 * @param text plain text, never markup
 * @param marks ascending, apart from each other
 */
public record Marked(String text, List<Mark> marks) {
  /** No text. */
  public static final Marked EMPTY = new Marked("", List.of());

  public Marked {
    marks = List.copyOf(marks);
  }
}
