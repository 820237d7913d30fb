package io.alluvium.schemas;

import java.util.List;
import java.util.stream.Stream;

/**
 * A prefix and a run of characters: the form of most tokens. Must not stand inside a longer word,
 * so that base64 and hashes stay untouched.
 *
 * @param length shortest run after the prefix, or the only possible one
 */
record SecretToken(String name, String literal, CharSet body, int length, Rule rule)
    implements SecretFormat {
  /** What else a run must be. */
  enum Rule {
    /** As long as {@code length} or longer. */
    AT_LEAST,
    /** Exactly as long as {@code length}. */
    EXACTLY,
    /** As long as {@code length} or longer, with a number near its start. */
    AT_LEAST_WITH_NUMBER
  }

  private static final CharSet DIGIT = new CharSet("0-9");
  private static final CharSet PUNCTUATION = new CharSet(".-/");

  /** How far a number may be from the start; bounds the work on a run without one. */
  private static final int NEAR = 64;

  static List<SecretFormat> tokens(
      String name, String prefixes, CharSet body, int length, Rule rule) {
    return Stream.of(prefixes.split(" "))
        .<SecretFormat>map(prefix -> new SecretToken(name, prefix, body, length, rule))
        .toList();
  }

  @Override
  public long match(String text, int at) {
    if (CharSet.WORD.at(text, at - 1)) {
      return NONE;
    }
    int from = at + literal.length();
    int enough = body.runEnd(text, from, length);
    if (enough - from < length) {
      return NONE;
    }
    return switch (rule) {
      case AT_LEAST -> SecretFormat.span(at, wholeRun(text, enough));
      case EXACTLY ->
          body.at(text, enough) || CharSet.WORD.at(text, enough)
              ? NONE
              : SecretFormat.span(at, enough);
      case AT_LEAST_WITH_NUMBER ->
          hasNumber(text, from) ? SecretFormat.span(at, wholeRun(text, enough)) : NONE;
    };
  }

  private int wholeRun(String text, int from) {
    int end = body.runEnd(text, from, Integer.MAX_VALUE);
    // A full stop or dash after a token belongs to the sentence.
    while (PUNCTUATION.at(text, end - 1)) {
      end--;
    }
    return end;
  }

  private boolean hasNumber(String text, int from) {
    int end = body.runEnd(text, from, NEAR);
    for (int i = from; i < end; i++) {
      if (DIGIT.at(text, i)) {
        return true;
      }
    }
    return false;
  }
}
