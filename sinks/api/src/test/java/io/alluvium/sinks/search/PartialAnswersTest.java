package io.alluvium.sinks.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.sinks.search.TierHit.Match;
import io.alluvium.sinks.search.TierHit.Origin;
import io.alluvium.sinks.search.TierHit.SnippetOf;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class PartialAnswersTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();

  private final TierQuery query = new TierQuery("word", TierQuery.Filter.ALL, Access.ALL, 3);

  @Test
  void ranksByWordsOverAllShards() {
    var merged =
        PartialAnswers.merge(
            query,
            List.of(answer(words("a", 9), words("b", 1)), answer(words("c", 5), words("d", 0.5))));
    assertThat(merged.hits()).extracting(TierHit::entityKey).containsExactly("a", "c", "b");
    assertThat(merged.total()).isEqualTo(4);
  }

  @Test
  void ranksByTimeWhereNothingWasAskedFor() {
    var merged =
        PartialAnswers.merge(
            query, List.of(answer(at("a", 9), at("b", 1)), answer(at("c", 5), at("d", 3))));
    assertThat(merged.hits()).extracting(TierHit::entityKey).containsExactly("a", "c", "d");
  }

  @Test
  void ranksByBothAsIfShardsHadBeenOne() {
    var one = List.of(both("a", 10, 0.9), both("b", 4, 0.1));
    var other =
        List.of(both("c", 8, 0.8), hit("d", 0, new Match(NONE, of(0.95), Optional.empty())));
    var merged = PartialAnswers.merge(query, List.of(answer(one), answer(other)));
    assertThat(merged.hits()).extracting(TierHit::entityKey).containsExactly("a", "c", "d");
    assertThat(merged.hits().getFirst().score()).isBetween(0.96f, 0.98f);
    assertThat(merged.hits().getLast().score()).isEqualTo(0.5f);
  }

  @Test
  void asksEachForAsManyAsAreRankedByBoth() {
    var near = query.near(new QueryVector("model", new float[] {1}));
    assertThat(PartialAnswers.toEach(near).limit()).isEqualTo(50);
    assertThat(PartialAnswers.toEach(query)).isEqualTo(query);
  }

  @Test
  void addsUpWhatWasAskedAndSaysWhatFailed() {
    var failed = new TierAnswer(List.of(), 0, false, 2, 1, List.of("shard 3 is not open"));
    var merged = PartialAnswers.merge(query, List.of(answer(words("a", 1)), failed));
    assertThat(merged.shardsAsked()).isEqualTo(3);
    assertThat(merged.shardsAnswered()).isEqualTo(2);
    assertThat(merged.totalIsExact()).isFalse();
    assertThat(merged.failures()).containsExactly("shard 3 is not open");
  }

  private static TierAnswer answer(TierHit... hits) {
    return answer(Arrays.asList(hits));
  }

  private static TierAnswer answer(List<TierHit> hits) {
    return new TierAnswer(hits, hits.size(), true, 1, 1, List.of());
  }

  private static OptionalDouble of(double score) {
    return OptionalDouble.of(score);
  }

  private static TierHit words(String key, double score) {
    return hit(key, score, new Match(of(score), NONE, Optional.empty()));
  }

  private static TierHit both(String key, double words, double meaning) {
    return hit(key, 0, new Match(of(words), of(meaning), Optional.empty()));
  }

  private static TierHit at(String key, long second) {
    return hit(key, 0, Instant.ofEpochSecond(second), Match.NONE);
  }

  private static TierHit hit(String key, double score, Match match) {
    return hit(key, score, Instant.EPOCH, match);
  }

  private static TierHit hit(String key, double score, Instant at, Match match) {
    var origin =
        new Origin(
            "laptop",
            "file",
            "file.created",
            "/",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new TierHit(
        "hot",
        key,
        0,
        key,
        origin,
        at,
        at,
        Marked.EMPTY,
        Marked.EMPTY,
        SnippetOf.TEXT,
        (float) score,
        match,
        Optional.empty());
  }
}
