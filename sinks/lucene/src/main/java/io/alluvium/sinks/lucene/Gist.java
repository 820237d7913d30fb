package io.alluvium.sinks.lucene;

import io.alluvium.schemas.Enrichment;
import org.jspecify.annotations.Nullable;

/** What a tier keeps of a text that it does not keep. */
final class Gist {
  /** About what three sentences take, in UTF-16 code units. */
  private static final int LONGEST = 480;

  /** So far back to the end of a word. */
  private static final int WORD = 24;

  private Gist() {}

  /** The summary of three sentences, or, of a text that is short or has none, its beginning. */
  static String of(String text, @Nullable Enrichment enrichment) {
    return enrichment == null
        ? beginning(text)
        : enrichment.getSummary().orElseGet(() -> beginning(text));
  }

  private static String beginning(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    for (int end = LONGEST; end > LONGEST - WORD; end--) {
      if (Character.isWhitespace(text.charAt(end))) {
        return text.substring(0, end) + "…";
      }
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }
}
