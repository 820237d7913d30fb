package io.alluvium.sinks.lucene;

import java.io.IOException;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Takes the English plural from words of four letters or more, so that {@code parsers} finds {@code
 * parser}. Nothing else is stemmed: names such as {@code dns}, {@code redis} or {@code parsing}
 * stay what they are.
 */
final class PluralFilter extends TokenFilter {
  private static final int SHORTEST = 4;

  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

  PluralFilter(TokenStream input) {
    super(input);
  }

  @Override
  public boolean incrementToken() throws IOException {
    if (!input.incrementToken()) {
      return false;
    }
    int length = term.length();
    if (length >= SHORTEST && term.buffer()[length - 1] == 's') {
      singular(term.buffer(), length);
    }
    return true;
  }

  private void singular(char[] word, int length) {
    char before = word[length - 2];
    if (before == 's' || before == 'u' || before == 'i' || before < 'a' || before > 'z') {
      return;
    }
    if (length > SHORTEST && endsWith(word, length, "ies")) {
      word[length - 3] = 'y';
      term.setLength(length - 2);
    } else if (takesEs(word, length)) {
      term.setLength(length - 2);
    } else {
      term.setLength(length - 1);
    }
  }

  /** classes, boxes, hashes, matches, branches, searches; but caches is cache with an s. */
  private static boolean takesEs(char[] word, int length) {
    return endsWith(word, length, "sses")
        || endsWith(word, length, "xes")
        || endsWith(word, length, "shes")
        || endsWith(word, length, "tches")
        || endsWith(word, length, "nches")
        || endsWith(word, length, "rches");
  }

  private static boolean endsWith(char[] word, int length, String end) {
    if (length < end.length()) {
      return false;
    }
    for (int i = 0; i < end.length(); i++) {
      if (word[length - end.length() + i] != end.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
