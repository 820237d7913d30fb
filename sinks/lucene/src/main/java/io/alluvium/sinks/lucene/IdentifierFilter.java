package io.alluvium.sinks.lucene;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/**
 * Cuts identifiers into their parts: {@code parseHttpResponse}, {@code MAX_BUFFER_SIZE}, {@code
 * BarBaz.java}, {@code v1.2.3}, {@code HTTPServer}, {@code utf8}.
 *
 * <p>An index holds the parts, one position each, and the whole without its separators at the
 * position of the first part. A question looks for the parts as a phrase or for the whole, so both
 * {@code parse_http} and {@code parsehttpresponse} find {@code parseHttpResponse}. Lucene's
 * WordDelimiterGraphFilter was not taken because it leaves {@code HTTPServer} in one piece and
 * makes graphs whose phrases grow exponentially on paths.
 */
final class IdentifierFilter extends TokenFilter {
  /** What becomes of a token that has parts. */
  enum Emit {
    /** The whole, and the parts: for an index. */
    BOTH,
    /** Only the parts: for a phrase. */
    PARTS,
    /** Only the whole. */
    WHOLE
  }

  private static final String ALPHANUMERIC =
      StandardTokenizer.TOKEN_TYPES[StandardTokenizer.ALPHANUM];
  private static final String NUMERIC = StandardTokenizer.TOKEN_TYPES[StandardTokenizer.NUM];

  /** Shorter ones may well be words: "added", "facade". */
  private static final int SHORTEST_HEX = 7;

  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final TypeAttribute type = addAttribute(TypeAttribute.class);
  private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
  private final PositionIncrementAttribute increment =
      addAttribute(PositionIncrementAttribute.class);
  private final Emit emit;

  private char[] token = new char[64];
  private int tokenStart;
  private int[] bounds = new int[32];
  private int parts;
  private int next;
  private int nextIncrement;

  IdentifierFilter(TokenStream input, Emit emit) {
    super(input);
    this.emit = emit;
  }

  @Override
  public boolean incrementToken() throws IOException {
    if (next < parts) {
      emitPart();
      return true;
    }
    if (!input.incrementToken()) {
      return false;
    }
    if (isOneWord(term.buffer(), term.length()) || !isAlphabetic()) {
      return true;
    }
    cut();
    if (parts == 1 && bounds[0] == 0 && bounds[1] == term.length()) {
      next = parts;
      return true;
    }
    if (parts == 0) {
      return true;
    }
    return begin();
  }

  @Override
  public void reset() throws IOException {
    super.reset();
    parts = 0;
    next = 0;
  }

  /** Keeps what the token was, then emits its whole or its first part. */
  private boolean begin() {
    int length = term.length();
    if (token.length < length) {
      token = new char[length * 2];
    }
    System.arraycopy(term.buffer(), 0, token, 0, length);
    tokenStart = offset.startOffset();
    nextIncrement = increment.getPositionIncrement();
    next = 0;
    boolean whole = emit == Emit.WHOLE || (emit == Emit.BOTH && parts > 1);
    if (!whole) {
      emitPart();
      return true;
    }
    emitWhole();
    if (emit == Emit.WHOLE) {
      next = parts;
    }
    return true;
  }

  private void emitWhole() {
    int length = 0;
    var buffer = term.buffer();
    for (int part = 0; part < parts; part++) {
      int size = bounds[2 * part + 1] - bounds[2 * part];
      System.arraycopy(token, bounds[2 * part], buffer, length, size);
      length += size;
    }
    term.setLength(length);
    offset.setOffset(tokenStart + bounds[0], tokenStart + bounds[2 * parts - 1]);
    nextIncrement = 0;
  }

  /** Only three attributes differ between the parts; the others are still those of the token. */
  private void emitPart() {
    int from = bounds[2 * next];
    int to = bounds[2 * next + 1];
    term.copyBuffer(token, from, to - from);
    offset.setOffset(tokenStart + from, tokenStart + to);
    increment.setPositionIncrement(nextIncrement);
    nextIncrement = 1;
    next++;
  }

  /** Scripts of East Asia have no identifiers to cut; they become bigrams later. */
  private boolean isAlphabetic() {
    return type.type().equals(ALPHANUMERIC) || type.type().equals(NUMERIC);
  }

  /** Most tokens: nothing to cut. */
  private static boolean isOneWord(char[] chars, int length) {
    for (int i = 0; i < length; i++) {
      char c = chars[i];
      if (c < 'a' || c > 'z') {
        return false;
      }
    }
    return true;
  }

  private void cut() {
    var chars = term.buffer();
    int length = term.length();
    parts = 0;
    if (isHexadecimal(chars, length)) {
      add(0, length);
      return;
    }
    length = withoutPossessive(chars, length);
    int start = -1;
    for (int i = 0; i < length; i++) {
      boolean inside = Character.isLetterOrDigit(chars[i]) || isPartOfLetter(chars[i]);
      if (start >= 0 && (!inside || isBreak(chars, start, i, length))) {
        add(start, i);
        start = -1;
      }
      if (inside && start < 0) {
        start = i;
      }
    }
    if (start >= 0) {
      add(start, length);
    }
  }

  private void add(int from, int to) {
    if (bounds.length < 2 * parts + 2) {
      bounds = Arrays.copyOf(bounds, bounds.length * 2);
    }
    bounds[2 * parts] = from;
    bounds[2 * parts + 1] = to;
    parts++;
  }

  /** Surrogates and combining marks belong to the letter before them. */
  private static boolean isPartOfLetter(char c) {
    return Character.isSurrogate(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isBreak(char[] chars, int start, int i, int length) {
    char before = chars[i - 1];
    char here = chars[i];
    if (isDigit(before) != isDigit(here)) {
      return true;
    }
    if (Character.isLowerCase(before) && Character.isUpperCase(here)) {
      return true;
    }
    // HTTPServer: the last capital begins the next word. URLs, IDs: a plural, not a word.
    return i > start
        && Character.isUpperCase(before)
        && Character.isUpperCase(here)
        && i + 1 < length
        && Character.isLowerCase(chars[i + 1])
        && !isPluralOfCapitals(chars, i + 1, length);
  }

  private static boolean isPluralOfCapitals(char[] chars, int i, int length) {
    return chars[i] == 's' && (i + 1 == length || !Character.isLowerCase(chars[i + 1]));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int withoutPossessive(char[] chars, int length) {
    boolean possessive =
        length > 2
            && (chars[length - 1] == 's' || chars[length - 1] == 'S')
            && (chars[length - 2] == '\'' || chars[length - 2] == '\u2019');
    return possessive ? length - 2 : length;
  }

  /** A hash is one word: its letters and digits change without meaning. */
  private static boolean isHexadecimal(char[] chars, int length) {
    boolean digit = false;
    boolean letter = false;
    for (int i = 0; i < length; i++) {
      char c = chars[i];
      boolean hexLetter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      if (!hexLetter && !isDigit(c)) {
        return false;
      }
      digit |= isDigit(c);
      letter |= hexLetter;
    }
    return length >= SHORTEST_HEX && digit && letter;
  }
}
