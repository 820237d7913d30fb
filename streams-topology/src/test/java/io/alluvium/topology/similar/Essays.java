package io.alluvium.topology.similar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Texts whose words are as frequent as those of a language (Zipf's law, 30,000 words, one of six a
 * repetition of a stock phrase), and copies of them that were edited more or less.
 */
final class Essays {
  private static final int WORDS = 30_000;

  private final Random random;
  private final double[] cumulative = new double[WORDS];
  private final List<List<String>> phrases = new ArrayList<>();

  Essays(long seed) {
    random = new Random(seed);
    double sum = 0;
    for (int i = 0; i < WORDS; i++) {
      sum += 1.0 / (i + 2.7);
      cumulative[i] = sum;
    }
    for (int i = 0; i < 300; i++) {
      phrases.add(words(2 + random.nextInt(5)));
    }
  }

  /** A text of so many words, or a few more. */
  List<String> text(int length) {
    var text = new ArrayList<String>();
    while (text.size() < length) {
      if (random.nextInt(24) == 0) {
        text.addAll(phrases.get(random.nextInt(phrases.size())));
      } else {
        text.add(word());
      }
    }
    return text;
  }

  /** From 20 to 300 words, short ones more often. */
  List<String> text() {
    return text((int) (20 * Math.pow(15, random.nextDouble())));
  }

  /** Words replaced, left out and added; parts moved. */
  List<String> edited(List<String> text, int edits) {
    var copy = new ArrayList<>(text);
    for (int i = 0; i < edits && copy.size() > 12; i++) {
      int at = random.nextInt(copy.size());
      switch (random.nextInt(4)) {
        case 0 -> copy.set(at, word());
        case 1 -> copy.add(at, word());
        case 2 -> copy.remove(at);
        default -> {
          var part = copy.subList(at, Math.min(copy.size(), at + 8));
          var moved = List.copyOf(part);
          part.clear();
          copy.addAll(random.nextInt(copy.size() + 1), moved);
        }
      }
    }
    return copy;
  }

  /** An edited copy; how much is left to chance. */
  List<String> edited(List<String> text) {
    return edited(text, random.nextInt(2 + text.size() / 6));
  }

  /** The similarity that signatures estimate, from the words themselves. */
  static double jaccard(List<String> a, List<String> b) {
    var first = shingles(a);
    var second = shingles(b);
    var common = new HashSet<>(first);
    common.retainAll(second);
    return common.size() / (double) (first.size() + second.size() - common.size());
  }

  private static Set<List<String>> shingles(List<String> words) {
    var shingles = new HashSet<List<String>>();
    for (int i = 0; i + 3 <= words.size(); i++) {
      shingles.add(List.copyOf(words.subList(i, i + 3)));
    }
    return shingles;
  }

  private List<String> words(int count) {
    var words = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      words.add(word());
    }
    return words;
  }

  private String word() {
    int found = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[WORDS - 1]);
    return "w" + Integer.toString(found < 0 ? -found - 1 : found, 36);
  }
}
