package io.alluvium.sinks.lucene;

import java.io.IOException;
import java.text.Normalizer;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Brings tokens that are not ASCII into Unicode's NFKC, so that a composed and a decomposed letter
 * (file names of macOS), or a wide and a narrow one, are the same.
 */
final class CompatibilityFilter extends TokenFilter {
  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

  CompatibilityFilter(TokenStream input) {
    super(input);
  }

  @Override
  public boolean incrementToken() throws IOException {
    if (!input.incrementToken()) {
      return false;
    }
    if (!isAscii(term.buffer(), term.length())
        && !Normalizer.isNormalized(term, Normalizer.Form.NFKC)) {
      var normal = Normalizer.normalize(term, Normalizer.Form.NFKC);
      term.setEmpty().append(normal);
    }
    return true;
  }

  private static boolean isAscii(char[] chars, int length) {
    for (int i = 0; i < length; i++) {
      if (chars[i] >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
