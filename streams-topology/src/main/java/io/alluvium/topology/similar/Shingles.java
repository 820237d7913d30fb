package io.alluvium.topology.similar;

import java.util.Arrays;

/**
 * The set of three words in a row that a text consists of, each as a 64-bit hash. Case, spaces,
 * marks and line breaks do not count. Where a script writes no spaces between words, each of its
 * characters counts as a word.
 */
final class Shingles {
  /**
   * Different shingles that a text needs to be compared at all: ten words. Below, what people say
   * again and again ("LGTM, thanks!") would be alike, and one word more or less would decide.
   */
  static final int FEWEST = 8;

  /** More than 512 KiB of prose have; bounds the time that any text can take. */
  static final int MOST = 100_000;

  /** Scripts from here on may write without spaces; below, all use them. */
  private static final int FIRST_SPACELESS = 0x0E00;

  private long[] hashes = new long[64];
  private int count;
  private int words;
  private long beforeLast;
  private long last;

  private Shingles() {}

  /** The shingles of a text, each once, in no particular order; of a long one the first. */
  static long[] of(String text) {
    var shingles = new Shingles();
    shingles.read(text);
    return shingles.distinct();
  }

  private void read(String text) {
    long word = 0;
    for (int i = 0; i < text.length() && count < MOST; ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      boolean isWord = isPartOfWord(character);
      if (word != 0 && (!isWord || standsAlone(character))) {
        end(word);
        word = 0;
      }
      if (isWord) {
        word = mix(word * 31 + Character.toLowerCase(character) + 1);
        if (standsAlone(character)) {
          end(word);
          word = 0;
        }
      }
    }
    if (word != 0 && count < MOST) {
      end(word);
    }
  }

  private void end(long word) {
    if (++words >= 3) {
      if (count == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * count);
      }
      hashes[count++] = mix(mix(mix(beforeLast) + last) + word);
    }
    beforeLast = last;
    last = word;
  }

  private long[] distinct() {
    Arrays.sort(hashes, 0, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || hashes[i] != hashes[i - 1]) {
        hashes[kept++] = hashes[i];
      }
    }
    return Arrays.copyOf(hashes, kept);
  }

  private static boolean isPartOfWord(int character) {
    return Character.isLetterOrDigit(character)
        || character >= 0x300 && Character.getType(character) == Character.NON_SPACING_MARK
        || character >= 0x300 && Character.getType(character) == Character.COMBINING_SPACING_MARK;
  }

  private static boolean standsAlone(int character) {
    return character >= FIRST_SPACELESS
        && switch (Character.UnicodeScript.of(character)) {
          case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
          default -> false;
        };
  }

  /** Spreads every bit over all of them: the finisher of MurmurHash3. */
  private static long mix(long value) {
    var mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
