package io.alluvium.topology.enrich;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ranks the sentences of a text by TextRank: one matters as much as those that share words with it
 * do. The same text gives the same ranks.
 */
final class SentenceRank {
  private static final int ROUNDS = 20;
  private static final double DAMPING = 0.85;

  private final double[] ranks;

  /** Ranks these sentences; time grows with the square of their number. */
  SentenceRank(List<String> sentences) {
    this.ranks = rank(similarities(words(sentences)));
  }

  /** The sentences of the highest rank, the highest first; of equal rank the earlier. */
  List<Integer> best(int count) {
    return IntStream.range(0, ranks.length)
        .boxed()
        .sorted(Comparator.comparingDouble(sentence -> -ranks[sentence]))
        .limit(count)
        .toList();
  }

  /** The words of each sentence that say something, as sorted numbers. */
  private static List<int[]> words(List<String> sentences) {
    var numbers = new HashMap<String, Integer>();
    var all = new ArrayList<int[]>();
    for (var sentence : sentences) {
      all.add(
          Words.of(sentence).stream()
              .filter(word -> !Words.isFunctionWord(word))
              .mapToInt(word -> numbers.computeIfAbsent(word, unseen -> numbers.size()))
              .sorted()
              .distinct()
              .toArray());
    }
    return all;
  }

  private static double[][] similarities(List<int[]> words) {
    int count = words.size();
    var similarities = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        similarities[i][j] = similarity(words.get(i), words.get(j));
        similarities[j][i] = similarities[i][j];
      }
    }
    return similarities;
  }

  private static double similarity(int[] one, int[] other) {
    int common = 0;
    for (int i = 0, j = 0; i < one.length && j < other.length; ) {
      if (one[i] == other[j]) {
        common++;
      }
      int word = one[i];
      i += word <= other[j] ? 1 : 0;
      j += other[j] <= word ? 1 : 0;
    }
    return common == 0 ? 0 : common / (Math.log(1 + one.length) + Math.log(1 + other.length));
  }

  private static double[] rank(double[][] similarities) {
    int count = similarities.length;
    var sums = Arrays.stream(similarities).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    var ranks = new double[count];
    Arrays.fill(ranks, 1);
    for (int round = 0; round < ROUNDS; round++) {
      var next = new double[count];
      for (int i = 0; i < count; i++) {
        double fromOthers = 0;
        for (int j = 0; j < count; j++) {
          if (similarities[j][i] > 0) {
            fromOthers += ranks[j] * similarities[j][i] / sums[j];
          }
        }
        next[i] = 1 - DAMPING + DAMPING * fromOthers;
      }
      ranks = next;
    }
    return ranks;
  }
}
