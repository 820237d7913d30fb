package io.alluvium.topology.similar;

import com.dynatrace.hash4j.similarity.ElementHashProvider;
import com.dynatrace.hash4j.similarity.SimilarityHashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** What signatures find in real texts, beside their true similarity; and what they cost. */
final class DetectionPeer {
  private static final int PAIRS = 60_000;
  private static final int UNRELATED = 1_415;
  private static final int TIMED = 60_000;

  /** Lower ends of the ranges of similarity in the table. */
  private static final double[] RANGES = {0, 0.5, 0.6, 0.7, 0.8, 0.82, 0.9};

  private final Signature.Maker maker = new Signature.Maker();
  private final Random random = new Random(20261120);
  private final List<String> all;
  private final List<String> texts;

  private DetectionPeer(Path file) throws IOException {
    all = Files.readAllLines(file);
    texts = all.stream().filter(text -> Shingles.of(text).length >= Shingles.FEWEST).toList();
  }

  public static void main(String[] arguments) throws IOException {
    var peer = new DetectionPeer(Path.of(arguments[0]));
    System.out.printf(
        "%,d texts, median %,d characters; %,d have %d shingles or more%n",
        peer.all.size(),
        peer.all.stream().mapToInt(String::length).sorted().skip(peer.all.size() / 2).findFirst()
            .orElse(0),
        peer.texts.size(),
        Shingles.FEWEST);
    peer.detect();
    peer.unrelated();
    peer.time();
    System.out.println("done");
  }

  private void detect() {
    var rows = new int[RANGES.length][4];
    for (int i = 0; i < PAIRS; i++) {
      var words = words(texts.get(random.nextInt(texts.size())));
      var copy = edited(words);
      var similarity = jaccard(words, copy);
      var first = maker.sign(String.join(" ", words));
      var second = maker.sign(String.join(" ", copy));
      if (first.isEmpty() || second.isEmpty()) {
        continue;
      }
      var row = rows[row(similarity)];
      row[0]++;
      row[1] += sharesBand(first.get(), second.get(), 8) ? 1 : 0;
      row[2] += sharesBand(first.get(), second.get(), 6) ? 1 : 0;
      row[3] += isLinked(first.get(), second.get()) ? 1 : 0;
    }
    System.out.println("similarity      pairs  16 x 8 share  16 x 6 share    linked");
    for (int i = 0; i < RANGES.length; i++) {
      System.out.printf(
          "%4.2f to %4.2f  %7d  %10.2f %%  %10.2f %%  %6.2f %%%n",
          RANGES[i],
          i + 1 < RANGES.length ? RANGES[i + 1] : 1,
          rows[i][0],
          100.0 * rows[i][1] / rows[i][0],
          100.0 * rows[i][2] / rows[i][0],
          100.0 * rows[i][3] / rows[i][0]);
    }
    System.out.printf("0.80 and more: %.2f %% linked%n", 100 * linked(rows, 4, RANGES.length));
    System.out.printf("below 0.60: %.2f %% linked%n", 100 * linked(rows, 0, 2));
  }

  private static double linked(int[][] rows, int from, int to) {
    var some = Arrays.asList(rows).subList(from, to);
    return some.stream().mapToInt(row -> row[3]).sum()
        / (double) some.stream().mapToInt(row -> row[0]).sum();
  }

  private void unrelated() {
    var sample = new ArrayList<>(texts);
    Collections.shuffle(sample, random);
    var some = sample.subList(0, UNRELATED);
    var signatures = some.stream().map(text -> maker.sign(text).orElseThrow()).toList();
    int pairs = 0;
    int related = 0;
    int flagged = 0;
    for (int i = 0; i < UNRELATED; i++) {
      for (int j = 0; j < i; j++) {
        if (isLinked(signatures.get(i), signatures.get(j))) {
          boolean isRelated = jaccard(words(some.get(i)), words(some.get(j))) >= 0.6;
          related += isRelated ? 1 : 0;
          flagged += isRelated ? 0 : 1;
        }
        pairs++;
      }
    }
    System.out.printf(
        "%,d pairs of different texts: %d linked with a similarity of 0.6 or more, %d below%n",
        pairs, related, flagged);
  }

  private void time() {
    var some = texts.subList(0, Math.min(texts.size(), TIMED));
    var shingles = some.stream().map(Shingles::of).toList();
    var hasher = SimilarityHashing.superMinHash(128, 32).createHasher();
    var ours = micros(some, text -> maker.sign(text).orElseThrow().bytes()[0]);
    var cut = micros(some, text -> Shingles.of(text).length);
    var plain = micros(shingles, set -> hasher.compute(ElementHashProvider.ofValues(set))[0]);
    System.out.printf(
        "CPU per text, %.0f shingles on average: signature %.1f us; hash4j's SuperMinHash alone"
            + " %.1f us (128 x 32), shingles alone %.1f us%n",
        shingles.stream().mapToInt(set -> set.length).average().orElse(0), ours, plain, cut);
  }

  /** The best of five rounds. */
  private static <T> double micros(List<T> inputs, ToIntFunction<T> work) {
    var threads = java.lang.management.ManagementFactory.getThreadMXBean();
    var best = Double.MAX_VALUE;
    long kept = 0;
    for (int round = 0; round < 5; round++) {
      long start = threads.getCurrentThreadCpuTime();
      for (var input : inputs) {
        kept += work.applyAsInt(input);
      }
      best = Math.min(best, (threads.getCurrentThreadCpuTime() - start) / 1e3 / inputs.size());
    }
    return kept == Long.MIN_VALUE ? 0 : best;
  }

  private static int row(double similarity) {
    int row = RANGES.length - 1;
    while (similarity < RANGES[row]) {
      row--;
    }
    return row;
  }

  private static boolean isLinked(Signature a, Signature b) {
    return a.meets(b) && a.similarity(b) >= AnswerStep.THRESHOLD;
  }

  private static boolean sharesBand(Signature a, Signature b, int rows) {
    var policy = SimilarityHashing.superMinHash(128, 4);
    return IntStream.range(0, 16)
        .anyMatch(band ->
            IntStream.range(band * rows, (band + 1) * rows)
                .allMatch(row ->
                    policy.getComponent(a.bytes(), row) == policy.getComponent(b.bytes(), row)));
  }

  private List<String> edited(List<String> text) {
    var copy = new ArrayList<>(text);
    for (int left = random.nextInt(2 + text.size() / 5); left > 0 && copy.size() > 12; left--) {
      int at = random.nextInt(copy.size());
      var word = words(texts.get(random.nextInt(texts.size()))).getFirst();
      switch (random.nextInt(4)) {
        case 0 -> copy.set(at, word);
        case 1 -> copy.add(at, word);
        case 2 -> copy.remove(at);
        default -> Collections.rotate(copy.subList(at, Math.min(copy.size(), at + 8)), 3);
      }
    }
    return copy;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.toLowerCase(java.util.Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static double jaccard(List<String> a, List<String> b) {
    var first = shingles(a);
    var second = shingles(b);
    var common = new HashSet<>(first);
    common.retainAll(second);
    return common.size() / (double) (first.size() + second.size() - common.size());
  }

  private static HashSet<List<String>> shingles(List<String> words) {
    var shingles = new HashSet<List<String>>();
    for (int i = 0; i + 3 <= words.size(); i++) {
      shingles.add(List.copyOf(words.subList(i, i + 3)));
    }
    return shingles;
  }
}
