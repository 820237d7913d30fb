package io.alluvium.recall;

import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierHit;
import io.alluvium.sinks.search.TierQuery;
import io.alluvium.sinks.search.TierSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** Asks the tiers and makes one answer of theirs. Thread-safe. */
public final class Recall {
  private static final Comparator<TierHit> BEST_FIRST =
      Comparator.comparingDouble((TierHit hit) -> hit.score()).reversed();
  private static final Comparator<TierHit> NEWEST_FIRST =
      Comparator.comparing(TierHit::occurredAt).reversed();

  private final List<TierSearch> tiers;

  /**
   * @param tiers what to ask, the nearest first, each for what those before it do not have; of one
   *     version found twice all the same, the first tier's stays
   */
  public Recall(List<TierSearch> tiers) {
    this.tiers = List.copyOf(tiers);
  }

  /**
   * Answers a question from every tier, with what the principal may see. A part that fails is named
   * in the answer; the others answer.
   */
  public Answer search(Question question, Principal principal) {
    long from = System.nanoTime();
    var query =
        new TierQuery(question.text(), question.filter(), principal.access(), question.limit());
    var answers = new ArrayList<TierAnswer>();
    var parts = new ArrayList<Answer.Part>();
    for (var tier : tiers) {
      var answer = ask(tier, query);
      answers.add(answer);
      parts.add(
          new Answer.Part(
              tier.tier(), answer.shardsAsked(), answer.shardsAnswered(), answer.failures()));
    }
    return new Answer(
        merge(answers, question),
        answers.stream().mapToLong(TierAnswer::total).sum(),
        answers.stream().allMatch(TierAnswer::totalIsExact),
        Duration.ofNanos(System.nanoTime() - from),
        parts);
  }

  private static TierAnswer ask(TierSearch tier, TierQuery query) {
    try {
      return tier.search(query);
    } catch (RuntimeException failure) {
      var why = "tier " + tier.tier() + " failed: " + failure.getMessage();
      return new TierAnswer(List.of(), 0, false, 1, 0, List.of(why));
    }
  }

  /** One hit per entity: its highest revision, of equal ones the first tier's. */
  private static List<TierHit> merge(List<TierAnswer> answers, Question question) {
    if (answers.size() == 1) {
      return answers.getFirst().hits();
    }
    var byEntity = new LinkedHashMap<String, TierHit>();
    for (var answer : answers) {
      for (var hit : answer.hits()) {
        byEntity.merge(
            hit.entityKey(),
            hit,
            (first, second) -> second.revision() > first.revision() ? second : first);
      }
    }
    var order = question.text().isBlank() ? NEWEST_FIRST : BEST_FIRST;
    return byEntity.values().stream().sorted(order).limit(question.limit()).toList();
  }
}
