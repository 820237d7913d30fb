package io.alluvium.sinks.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * One answer of a tier made of those of different shards, ranked as the tier itself would: by
 * words, by meaning, by both, or by time. Entities are spread over shards by a hash, so a word is
 * about as rare in one set of shards as in another, and scores compare.
 */
public final class PartialAnswers {
  /** So many are ranked by both at least, as one tier does. */
  private static final int RANKED = 50;

  private static final Comparator<TierHit> BEST_FIRST =
      Comparator.comparingDouble((TierHit hit) -> hit.score())
          .reversed()
          .thenComparing(TierHit::entityKey);
  private static final Comparator<TierHit> NEWEST_FIRST =
      Comparator.comparing(TierHit::occurredAt).reversed().thenComparing(TierHit::entityKey);

  private PartialAnswers() {}

  /** What each set of shards has to be asked, so that the best of all are among its hits. */
  public static TierQuery toEach(TierQuery query) {
    boolean byBoth = query.vector().isPresent() && !query.text().isBlank();
    return byBoth && query.limit() < RANKED
        ? new TierQuery(query.text(), query.vector(), query.filter(), query.access(), RANKED)
        : query;
  }

  /** The best hits of all, and the sums of the rest. */
  public static TierAnswer merge(TierQuery query, List<TierAnswer> answers) {
    var failures = new ArrayList<String>();
    var hits = new ArrayList<TierHit>();
    answers.forEach(answer -> {
      failures.addAll(answer.failures());
      hits.addAll(answer.hits());
    });
    return new TierAnswer(
        best(hits, query.limit()),
        answers.stream().mapToLong(TierAnswer::total).sum(),
        answers.stream().allMatch(TierAnswer::totalIsExact),
        answers.stream().mapToInt(TierAnswer::shardsAsked).sum(),
        answers.stream().mapToInt(TierAnswer::shardsAnswered).sum(),
        failures);
  }

  private static List<TierHit> best(List<TierHit> hits, int limit) {
    var words = Spread.of(hits, hit -> hit.match().words());
    var meaning = Spread.of(hits, hit -> hit.match().meaning());
    var ranked =
        words.any() && meaning.any()
            ? hits.stream().map(hit -> scored(hit, words.of(hit) + meaning.of(hit))).toList()
            : hits;
    return ranked.stream()
        .sorted(words.any() || meaning.any() ? BEST_FIRST : NEWEST_FIRST)
        .limit(limit)
        .toList();
  }

  private static TierHit scored(TierHit hit, double score) {
    return new TierHit(
        hit.tier(),
        hit.contentHash(),
        hit.revision(),
        hit.entityKey(),
        hit.origin(),
        hit.occurredAt(),
        hit.ingestedAt(),
        hit.title(),
        hit.snippet(),
        hit.snippetOf(),
        (float) score,
        hit.match(),
        hit.language());
  }

  /** Scores of one ranking, from its least to its most, as shares of a half. */
  private record Spread(
      Function<TierHit, OptionalDouble> score, boolean any, double least, double most) {
    static Spread of(List<TierHit> hits, Function<TierHit, OptionalDouble> score) {
      var all =
          hits.stream()
              .map(score)
              .filter(OptionalDouble::isPresent)
              .mapToDouble(OptionalDouble::getAsDouble)
              .summaryStatistics();
      return new Spread(score, all.getCount() > 0, all.getMin(), all.getMax());
    }

    double of(TierHit hit) {
      var own = score.apply(hit);
      if (own.isEmpty()) {
        return 0;
      }
      return (most > least ? (own.getAsDouble() - least) / (most - least) : 1) / 2;
    }
  }
}
