package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.tombstone;
import static io.alluvium.sinks.TestEvent.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.TierQuery;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class WordSearchTest extends BothTiers {
  @Test
  void ranksWhatHasAllWordsBeforeWhatHasSomeManyTimes() {
    bed.given(
        version("file:r/some", 0, "zebra zebra zebra zebra zebra").title("zebra zebra"),
        version("file:r/all", 0, "a long text about one zebra " + "and more ".repeat(400) + "lion"),
        version("file:r/none", 0, "nothing of it"));
    assertThat(bed.keys("zebra lion")).containsExactly("file:r/all", "file:r/some");
  }

  @Test
  void answersANaturalQuestionWithoutItsSmallWords() {
    bed.given(
        version("file:r/a", 0, "retries are configured with retry.max"),
        version("file:r/b", 0, "how is the weather and where are the others"));
    assertThat(bed.keys("how are the retries configured?")).containsExactly("file:r/a");
  }

  @Test
  void findsSmallWordsWhenNothingElseIsAsked() {
    bed.given(version("file:r/a", 0, "to be or not to be"));
    assertThat(bed.keys("to be")).containsExactly("file:r/a");
  }

  @Test
  void ranksTitlesBeforeTexts() {
    bed.given(
        version("file:r/text", 0, "kernel"),
        version("file:r/title", 0, "something").title("kernel"));
    assertThat(bed.keys("kernel")).containsExactly("file:r/title", "file:r/text");
  }

  @Test
  void demandsPhrasesAndLeavesOutWhatIsNegated() {
    bed.given(
        version("file:r/a", 0, "the quick brown fox"),
        version("file:r/b", 0, "the brown quick fox"),
        version("file:r/c", 0, "the quick brown fox jumps"));
    assertThat(bed.keys("\"quick brown\" -jumps")).containsExactly("file:r/a");
    assertThat(bed.keys("fox -\"quick brown\"")).containsExactly("file:r/b");
    assertThat(bed.keys("-jumps")).containsExactlyInAnyOrder("file:r/a", "file:r/b");
  }

  @Test
  void findsNothingForPunctuationAlone() {
    bed.given(version("file:r/a", 0, "text"));
    assertThat(bed.keys("???")).isEmpty();
  }

  @Test
  void answersAnEmptyQuestionWithTheNewest() {
    bed.given(
        version("file:r/old", 0, "x").occurred(Instant.parse("2020-01-01T00:00:00Z")),
        version("file:r/new", 0, "x").occurred(Instant.parse("2026-01-01T00:00:00Z")),
        version("file:r/mid", 0, "x").occurred(Instant.parse("2023-01-01T00:00:00Z")));
    assertThat(bed.keys(" ")).containsExactly("file:r/new", "file:r/mid", "file:r/old");
  }

  @Test
  void hidesSupersededAndDeletedVersions() {
    bed.given(
        version("file:r/a", 0, "alpha"),
        version("file:r/a", 1, "beta"),
        version("file:r/b", 0, "alpha"),
        tombstone("file:r/b", 1));
    assertThat(bed.ask("alpha").hits()).isEmpty();
    assertThat(bed.ask("alpha").total()).isZero();
    assertThat(bed.tier.entities()).isEqualTo(1);
    assertThat(bed.keys("beta")).containsExactly("file:r/a");
  }

  @Test
  void comparesScoresAcrossShards() {
    var first = bed.tier.open(0);
    var second = bed.tier.open(1);
    for (int i = 0; i < 50; i++) {
      first.apply(version("file:r/common" + i, 0, "ordinary filler").bare());
    }
    first.apply(version("file:r/a", 0, "rare word here").bare());
    second.apply(version("file:r/b", 0, "rare word here").bare());
    first.refresh();
    second.refresh();
    var hits = bed.ask("rare").hits();
    assertThat(hits).hasSize(2);
    assertThat(hits.get(0).score()).isEqualTo(hits.get(1).score());
  }

  @Test
  void answersForManyHitsWithALowerBound() {
    var shard = bed.tier.open(0);
    for (int i = 0; i < 10_500; i++) {
      shard.apply(version("file:r/" + i, 0, "word").bare());
    }
    shard.refresh();
    var answer = bed.tier.search(new TierQuery("word", TierQuery.Filter.ALL, Access.ALL, 10));
    assertThat(answer.hits()).hasSize(10);
    assertThat(answer.total()).isGreaterThan(10_000);
    assertThat(answer.totalIsExact()).isFalse();
    assertThat(bed.tier.entities()).isEqualTo(10_500);
    assertThat(bed.ask("\"r 17\"").totalIsExact()).isTrue();
  }
}
