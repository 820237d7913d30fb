package io.alluvium.models;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Cuts a text into the pieces of words that a BERT model (uncased) reads: lower case, no accents,
 * punctuation and Chinese characters by themselves, then the longest known piece each time.
 *
 * <p>The same numbers as the reference gives, with one exception that is meant: a text that spells
 * out a control token, such as {@code [SEP]}, is text. Immutable and thread-safe; time grows with
 * the length of the text.
 */
public final class Tokenizer {
  /** A longer word is unknown as a whole, as the models learned it. */
  private static final int LONGEST_WORD = 100;

  private final Vocabulary vocabulary;
  private final int unknown;

  Tokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.unknown = vocabulary.id("[UNK]", false);
  }

  /** All tokens of a text; none of the model's own are added. */
  public Tokens tokens(String text) {
    return tokens(text, Integer.MAX_VALUE);
  }

  /**
   * The first tokens of a text.
   *
   * @param most how many at most; what follows is not looked at
   */
  public Tokens tokens(String text, int most) {
    var word = new Word(new Tokens());
    for (int at = 0; at < text.length() && word.tokens.count() < most; ) {
      int codePoint = text.codePointAt(at);
      int next = at + Character.charCount(codePoint);
      word.read(codePoint, at, next);
      at = next;
    }
    word.end();
    word.tokens.cutTo(most);
    return word.tokens;
  }

  /** The word that is being read, and the tokens of those before it. */
  private final class Word {
    private final Tokens tokens;
    private final StringBuilder letters = new StringBuilder();
    private int[] starts = new int[LONGEST_WORD * 2];
    private int[] ends = new int[LONGEST_WORD * 2];
    private boolean tooLong;

    Word(Tokens tokens) {
      this.tokens = tokens;
    }

    void read(int codePoint, int start, int end) {
      if (isSpace(codePoint)) {
        end();
      } else if (codePoint < 0x80) {
        if (!Character.isISOControl(codePoint)) {
          letter(Character.toLowerCase(codePoint), start, end);
        }
      } else if (isChinese(codePoint)) {
        end();
        append(codePoint, start, end);
        end();
      } else if (!isIgnored(codePoint)) {
        var plain = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD);
        plain
            .codePoints()
            .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
            .mapToObj(c -> Character.toString(c).toLowerCase(Locale.ROOT))
            .flatMapToInt(String::codePoints)
            .forEach(c -> letter(c, start, end));
      }
    }

    private void letter(int codePoint, int start, int end) {
      if (isPunctuation(codePoint)) {
        end();
        append(codePoint, start, end);
        end();
      } else {
        append(codePoint, start, end);
      }
    }

    private void append(int codePoint, int start, int end) {
      if (letters.length() == 0) {
        starts[0] = start;
      }
      if (letters.length() + 2 > starts.length
          || letters.codePointCount(0, letters.length()) == LONGEST_WORD) {
        tooLong = true;
        ends[letters.length() - 1] = end;
        return;
      }
      for (int i = 0; i < Character.charCount(codePoint); i++) {
        starts[letters.length() + i] = start;
        ends[letters.length() + i] = end;
      }
      letters.appendCodePoint(codePoint);
    }

    /** Cuts the word into pieces; the next character begins a new one. */
    void end() {
      int length = letters.length();
      if (length > 0) {
        int before = tokens.count();
        if (tooLong || !cut(length)) {
          tokens.cutTo(before);
          tokens.add(unknown, starts[0], ends[length - 1]);
        }
        letters.setLength(0);
        tooLong = false;
      }
    }

    private boolean cut(int length) {
      for (int start = 0; start < length; ) {
        int end = Math.min(length, start + vocabulary.longest());
        int id = -1;
        for (; end > start; end--) {
          id = vocabulary.id(letters.substring(start, end), start > 0);
          if (id >= 0) {
            break;
          }
        }
        if (id < 0) {
          return false;
        }
        tokens.add(id, starts[start], ends[end - 1]);
        start = end;
      }
      return true;
    }
  }

  /** Of the control characters only these three; the model ignores all others. */
  private static boolean isSpace(int codePoint) {
    return Character.isSpaceChar(codePoint)
        || codePoint == '\t'
        || codePoint == '\n'
        || codePoint == '\r';
  }

  /** Control and format characters, lone surrogates, private use, U+FFFD. */
  private static boolean isIgnored(int codePoint) {
    return codePoint == 0xFFFD
        || switch (Character.getType(codePoint)) {
          case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE ->
              true;
          default -> false;
        };
  }

  private static boolean isPunctuation(int codePoint) {
    if (codePoint < 0x80) {
      return codePoint > ' ' && codePoint < 0x7F && !Character.isLetterOrDigit(codePoint);
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** The ideographs that the model reads one by one; Japanese kana and Korean are words to it. */
  private static boolean isChinese(int codePoint) {
    return codePoint >= 0x4E00 && codePoint <= 0x9FFF
        || codePoint >= 0x3400 && codePoint <= 0x4DBF
        || codePoint >= 0x20000 && codePoint <= 0x2A6DF
        || codePoint >= 0x2A700 && codePoint <= 0x2B73F
        || codePoint >= 0x2B740 && codePoint <= 0x2B81F
        || codePoint >= 0x2B920 && codePoint <= 0x2CEAF
        || codePoint >= 0xF900 && codePoint <= 0xFAFF
        || codePoint >= 0x2F800 && codePoint <= 0x2FA1F;
  }
}
