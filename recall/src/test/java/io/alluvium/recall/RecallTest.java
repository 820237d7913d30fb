package io.alluvium.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.Facet;
import io.alluvium.sinks.search.Horizon;
import io.alluvium.sinks.search.Marked;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierHit;
import io.alluvium.sinks.search.TierQuery;
import io.alluvium.sinks.search.TierSearch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class RecallTest {
  private final List<TierQuery> asked = new ArrayList<>();

  @Test
  void asksWithWhatThePrincipalMaySee() {
    var ada = new Principal("ada", Set.of("team-*"), Set.of("docs"));
    recall(tier("hot", hit("hot", "file:a", 0, 1))).search(Question.of("word").limit(5), ada);
    assertThat(asked)
        .containsExactly(
            new TierQuery(
                "word", TierQuery.Filter.ALL, new Access(Set.of("team-*"), Set.of("docs")), 5));
  }

  @Test
  void letsEveryoneSeeEverything() {
    recall(tier("hot")).search(Question.of("word"), Principal.everyone());
    assertThat(asked.getFirst().access()).isEqualTo(Access.ALL);
  }

  @Test
  void narrowsAQuestion() {
    var since = Instant.ofEpochSecond(1);
    var until = Instant.ofEpochSecond(2);
    var question =
        Question.of("word")
            .sources(Set.of("laptop"))
            .kinds(Set.of("file"))
            .since(since)
            .until(until)
            .entity("file:a");
    assertThat(question.filter())
        .isEqualTo(
            new TierQuery.Filter(
                Map.of(Facet.SOURCE, Set.of("laptop"), Facet.KIND, Set.of("file")),
                Optional.of(since),
                Optional.of(until),
                Optional.of("file:a"),
                Optional.empty()));
  }

  @Test
  void refusesAQuestionThatCannotBeMeant() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Question.of("").limit(0))
        .withMessage("limit must be 1 to 10000, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Question.of("").limit(10_001))
        .withMessage("limit must be 1 to 10000, was 10001");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Question.of("x".repeat(5_000)))
        .withMessage("A question may have 4096 characters, this one has 5000");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Question.of("").until(Instant.ofEpochSecond(1)).since(Instant.ofEpochSecond(1)))
        .withMessageStartingWith("since must be before until");
  }

  @Test
  void namesATierThatFailsWhileTheOthersAnswer() {
    var answer =
        recall(tier("hot", hit("hot", "file:a", 0, 1)), failing("warm"))
            .search(Question.of("word"), Principal.everyone());
    assertThat(answer.hits()).hasSize(1);
    assertThat(answer.complete()).isFalse();
    assertThat(answer.totalIsExact()).isFalse();
    assertThat(answer.parts().get(1).failures()).containsExactly("tier warm failed: gone");
  }

  @Test
  void keepsOneHitPerEntityItsHighestRevision() {
    var answer =
        recall(
                tier("hot", hit("hot", "file:a", 3, 2), hit("hot", "file:b", 1, 1)),
                tier("warm", hit("warm", "file:a", 2, 9), hit("warm", "file:c", 0, 5)))
            .search(Question.of("word"), Principal.everyone());
    assertThat(answer.hits())
        .extracting(TierHit::tier, TierHit::entityKey)
        .containsExactly(tuple("warm", "file:c"), tuple("hot", "file:a"), tuple("hot", "file:b"));
    assertThat(answer.complete()).isTrue();
  }

  @Test
  void asksAFartherTierOnlyForWhatTheNearerHasDropped() {
    var warm = tier("warm", hit("warm", "file:a", 0, 2), hit("warm", "file:b", 0, 1));
    var nothing = new BeyondHorizon(warm, horizon(Optional.empty(), Set.of()));
    var answer = recall(tier("hot"), nothing).search(Question.of("x"), Principal.everyone());
    assertThat(answer.hits()).isEmpty();
    assertThat(answer.complete()).isTrue();
    assertThat(asked).hasSize(1);

    var dropped = Instant.ofEpochSecond(86_400);
    var some = new BeyondHorizon(warm, horizon(Optional.of(dropped), Set.of("file:b")));
    answer = recall(tier("hot"), some).search(Question.of("x"), Principal.everyone());
    assertThat(asked.getLast().filter().ingestedBefore()).contains(dropped);
    assertThat(answer.hits()).extracting(TierHit::entityKey).containsExactly("file:a");
    assertThat(answer.total()).isEqualTo(1);
  }

  private static Horizon horizon(Optional<Instant> horizon, Set<String> known) {
    return new Horizon() {
      @Override
      public Optional<Instant> horizon() {
        return horizon;
      }

      @Override
      public Set<String> known(Collection<String> entityKeys) {
        return known;
      }
    };
  }

  private static Recall recall(TierSearch... tiers) {
    return new Recall(List.of(tiers));
  }

  private TierSearch tier(String name, TierHit... hits) {
    return search(
        name,
        query -> {
          asked.add(query);
          return new TierAnswer(List.of(hits), hits.length, true, 8, 8, List.of());
        });
  }

  private static TierSearch failing(String name) {
    return search(
        name,
        query -> {
          throw new IllegalStateException("gone");
        });
  }

  private static TierSearch search(String name, Function<TierQuery, TierAnswer> answer) {
    return new TierSearch() {
      @Override
      public String tier() {
        return name;
      }

      @Override
      public TierAnswer search(TierQuery query) {
        return answer.apply(query);
      }
    };
  }

  private static TierHit hit(String tier, String entity, long revision, float score) {
    return new TierHit(
        tier,
        "hash",
        revision,
        entity,
        new TierHit.Origin(
            "laptop",
            "file",
            "file.created",
            "docs",
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        Instant.EPOCH,
        Instant.EPOCH,
        Marked.EMPTY,
        Marked.EMPTY,
        TierHit.SnippetOf.TEXT,
        score,
        TierHit.Match.NONE,
        Optional.empty());
  }
}
