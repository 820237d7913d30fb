package io.alluvium.topology.enrich;

import io.alluvium.models.Sentences;
import io.alluvium.models.Span;
import io.alluvium.models.Tokenizer;
import io.alluvium.models.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Cuts a long text into passages: after a sentence where one ends, else after a line, else after a
 * word. Never within a token, so never within a character. Immutable.
 */
final class PassageSplitter {
  /** A text of no more tokens is one passage. */
  static final int SHORT = 200;

  /** Tokens of a passage of a longer text. */
  static final int PASSAGE = 128;

  /** Passages of a text; what follows them is left out. */
  static final int MOST = 64;

  /** So much of a passage is filled before a better place to end it is looked for. */
  private static final int FILLED = PASSAGE / 2;

  private final Tokenizer tokenizer;

  PassageSplitter(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** The passages of a text in order, without white space around them; none if it has no token. */
  List<Span> split(String text) {
    var tokens = tokenizer.tokens(text, MOST * PASSAGE + 1);
    if (tokens.count() == 0) {
      return List.of();
    }
    if (tokens.count() <= SHORT) {
      return List.of(span(tokens, 0, tokens.count()));
    }
    var read = text.substring(0, tokens.end(tokens.count() - 1));
    var ends = new TreeSet<Integer>();
    Sentences.of(read).forEach(sentence -> ends.add(sentence.end()));
    var passages = new ArrayList<Span>();
    for (int from = 0; from < tokens.count() && passages.size() < MOST; ) {
      int to = end(read, tokens, ends, from);
      passages.add(span(tokens, from, to));
      from = to;
    }
    return List.copyOf(passages);
  }

  /** Index after the last token of the passage that begins with token {@code from}. */
  private static int end(String text, Tokens tokens, TreeSet<Integer> ends, int from) {
    int full = Math.min(tokens.count(), from + PASSAGE);
    if (full == tokens.count()) {
      return full;
    }
    int line = 0;
    int word = 0;
    for (int to = full; to > from + FILLED; to--) {
      int end = tokens.end(to - 1);
      int next = tokens.start(to);
      if (ends.subSet(end, next + 1).size() > 0) {
        return to;
      }
      if (line == 0 && text.substring(end, next).indexOf('\n') >= 0) {
        line = to;
      }
      if (word == 0 && end < next) {
        word = to;
      }
    }
    return line > 0 ? line : word > 0 ? word : full;
  }

  private static Span span(Tokens tokens, int from, int to) {
    return new Span(tokens.start(from), tokens.end(to - 1));
  }
}
