package io.alluvium.topology.similar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is found and what is flagged, beside the similarity of the texts themselves. */
final class DetectionTest {
  private static final int PAIRS = 20_000;

  private final Essays essays = new Essays(20261120);
  private final Signature.Maker maker = new Signature.Maker();

  /** How many pairs of a range of true similarity there were, and how many of them we link. */
  private static final class Range {
    private int pairs;
    private int linked;

    void add(boolean isLinked) {
      pairs++;
      linked += isLinked ? 1 : 0;
    }

    double share() {
      return linked / (double) pairs;
    }
  }

  @Test
  void findsWhatIsSimilarAndFlagsLittleElse() {
    var tenths = new ArrayList<Range>();
    IntStream.rangeClosed(0, 10).forEach(i -> tenths.add(new Range()));
    var barely = new Range();
    for (int i = 0; i < PAIRS; i++) {
      var text = essays.text();
      var copy = essays.edited(text);
      var similarity = Essays.jaccard(text, copy);
      var isLinked = isLinked(sign(text), sign(copy));
      tenths.get((int) (10 * similarity)).add(isLinked);
      if (similarity >= 0.8 && similarity < 0.82) {
        barely.add(isLinked);
      }
    }
    assertThat(share(tenths.subList(8, 11))).isGreaterThanOrEqualTo(0.99);
    assertThat(barely.share()).isGreaterThanOrEqualTo(0.97);
    assertThat(share(tenths.subList(0, 6))).isLessThanOrEqualTo(0.005);
    assertThat(share(tenths.subList(5, 6))).isLessThanOrEqualTo(0.01);
    assertThat(tenths.subList(3, 11)).allMatch(range -> range.pairs > 400);
  }

  @Test
  void linksNoneOfAMillionUnrelatedPairs() {
    var signatures =
        IntStream.range(0, 1_415).mapToObj(i -> sign(essays.text())).toArray(Signature[]::new);
    int pairs = 0;
    for (int i = 0; i < signatures.length; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(isLinked(signatures[i], signatures[j])).isFalse();
        pairs++;
      }
    }
    assertThat(pairs).isGreaterThanOrEqualTo(1_000_000);
  }

  private static double share(List<Range> ranges) {
    return ranges.stream().mapToInt(range -> range.linked).sum()
        / (double) ranges.stream().mapToInt(range -> range.pairs).sum();
  }

  /** As the steps decide: a band in common, the sketches, the signatures. */
  private static boolean isLinked(Signature a, Signature b) {
    return a.similarity(b) >= AnswerStep.THRESHOLD && a.meets(b);
  }

  private Signature sign(List<String> text) {
    return maker.sign(String.join(" ", text)).orElseThrow();
  }
}
