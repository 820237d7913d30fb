package io.alluvium.sinks.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Cuts text and code into terms: words by Unicode's rules, identifiers into their parts, lower
 * case, accents folded, Chinese, Japanese and Korean as bigrams, English plurals as singulars.
 *
 * <p>No term is longer than 255 characters: longer ones are cut, so no text can fail.
 */
final class IdentifierAnalyzer extends Analyzer {
  /** For the index. */
  static final IdentifierAnalyzer INDEX = new IdentifierAnalyzer(IdentifierFilter.Emit.BOTH, true);

  /** For the parts of what was asked. */
  static final IdentifierAnalyzer PARTS = new IdentifierAnalyzer(IdentifierFilter.Emit.PARTS, true);

  /** For what was asked, taken whole. */
  static final IdentifierAnalyzer WHOLE = new IdentifierAnalyzer(IdentifierFilter.Emit.WHOLE, true);

  /** For the beginning of a word: a plural may not be finished yet. */
  static final IdentifierAnalyzer PREFIX_PARTS =
      new IdentifierAnalyzer(IdentifierFilter.Emit.PARTS, false);

  /** For the beginning of a word, taken whole. */
  static final IdentifierAnalyzer PREFIX_WHOLE =
      new IdentifierAnalyzer(IdentifierFilter.Emit.WHOLE, false);

  private final IdentifierFilter.Emit emit;
  private final boolean singular;

  private IdentifierAnalyzer(IdentifierFilter.Emit emit, boolean singular) {
    this.emit = emit;
    this.singular = singular;
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    var words = new StandardTokenizer();
    TokenStream terms = new LowerCaseFilter(new IdentifierFilter(words, emit));
    terms = new ASCIIFoldingFilter(new CompatibilityFilter(terms));
    terms = new CJKBigramFilter(terms);
    return new TokenStreamComponents(words, singular ? new PluralFilter(terms) : terms);
  }

  @Override
  protected TokenStream normalize(String field, TokenStream in) {
    return new ASCIIFoldingFilter(new CompatibilityFilter(new LowerCaseFilter(in)));
  }

  /** The terms of a text, in order. */
  List<String> terms(String text) {
    var terms = new ArrayList<String>();
    try (var stream = tokenStream("", text)) {
      var term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        terms.add(term.toString());
      }
      stream.end();
    } catch (IOException impossible) {
      throw new UncheckedIOException("A string could not be read", impossible);
    }
    return terms;
  }
}
