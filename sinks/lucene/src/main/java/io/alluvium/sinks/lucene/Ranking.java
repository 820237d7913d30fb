package io.alluvium.sinks.lucene;

import io.alluvium.sinks.search.TierHit.Match;
import io.alluvium.sinks.search.TierHit.Passage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.apache.lucene.search.ScoreDoc;

/**
 * One order of what was found, by words, by meaning, or by both. Of both, each list's scores are
 * spread over 0 to 1, and their mean decides: what only one list has counts 0 in the other.
 */
final class Ranking {
  /**
   * An event that was found.
   *
   * @param document number of its document
   */
  record Ranked(int document, float score, Match match) {}

  private static final Comparator<Ranked> BEST_FIRST =
      Comparator.comparingDouble(Ranked::score).reversed().thenComparingInt(Ranked::document);

  private Ranking() {}

  /** By words, or by time where nothing was asked: then there are no scores. */
  static List<Ranked> byWords(ScoreDoc[] found) {
    return List.of(found).stream()
        .map(hit ->
            Float.isNaN(hit.score)
                ? new Ranked(hit.doc, 0, Match.NONE)
                : new Ranked(hit.doc, hit.score, words(hit.score)))
        .toList();
  }

  /** By meaning. */
  static List<Ranked> byMeaning(List<PassageSearch.Near> found) {
    return found.stream()
        .map(near -> new Ranked(near.event(), near.score(), meaning(near)))
        .toList();
  }

  /** By both. */
  static List<Ranked> byBoth(List<Ranked> words, List<Ranked> meaning, int limit) {
    var byDocument = new HashMap<Integer, Ranked>();
    for (var list : List.of(spread(words), spread(meaning))) {
      list.forEach(hit -> byDocument.merge(hit.document(), hit, Ranking::both));
    }
    return byDocument.values().stream().sorted(BEST_FIRST).limit(limit).toList();
  }

  private static List<Ranked> spread(List<Ranked> list) {
    ToDoubleFunction<Ranked> score = Ranked::score;
    double least = list.stream().mapToDouble(score).min().orElse(0);
    double most = list.stream().mapToDouble(score).max().orElse(0);
    return list.stream()
        .map(hit -> {
          double share = most > least ? (hit.score() - least) / (most - least) : 1;
          return new Ranked(hit.document(), (float) share / 2, hit.match());
        })
        .toList();
  }

  private static Ranked both(Ranked words, Ranked meaning) {
    var match =
        new Match(words.match().words(), meaning.match().meaning(), meaning.match().passage());
    return new Ranked(words.document(), words.score() + meaning.score(), match);
  }

  private static Match words(float score) {
    return new Match(OptionalDouble.of(score), OptionalDouble.empty(), Optional.empty());
  }

  private static Match meaning(PassageSearch.Near near) {
    return new Match(
        OptionalDouble.empty(),
        OptionalDouble.of(near.score()),
        Optional.of(new Passage(near.start(), near.end())));
  }
}
