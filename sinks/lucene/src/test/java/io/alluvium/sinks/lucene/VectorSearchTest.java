package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.tombstone;
import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.lucene.TierBed.enriched;
import static io.alluvium.sinks.lucene.TierBed.keys;
import static io.alluvium.sinks.lucene.TierBed.meaning;
import static io.alluvium.sinks.lucene.TierBed.passage;
import static io.alluvium.sinks.lucene.TierBed.passages;
import static io.alluvium.sinks.lucene.TierBed.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.alluvium.schemas.Passage;
import io.alluvium.schemas.Vectors;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.Facet;
import io.alluvium.sinks.search.QueryVector;
import io.alluvium.sinks.search.TierHit;
import io.alluvium.sinks.search.TierQuery;
import io.alluvium.sinks.search.TierQuery.Filter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VectorSearchTest extends BothTiers {
  @Test
  void findsTheNearestFirst() {
    bed.given(
        meaning(version("file:a", 0, "east"), 1, 0, 0),
        meaning(version("file:b", 0, "north"), 0, 1, 0),
        meaning(version("file:c", 0, "between"), 1, 1, 0));
    var answer = bed.near("", 10, 1, 0.1f, 0);
    assertThat(keys(answer)).containsExactly("file:a", "file:c", "file:b");
    assertThat(answer.totalIsExact()).isFalse();
  }

  @Test
  void saysHowNearAHitIs() {
    bed.given(meaning(version("file:a", 0, "text"), 1, 1, 0));
    var hit = bed.near("", 10, 1, 0, 0).hits().getFirst();
    assertThat(hit.match().meaning().orElseThrow()).isCloseTo(Math.sqrt(0.5), within(0.005));
    assertThat(hit.match().words()).isEmpty();
  }

  @Test
  void answersWithTheEventOfThePassageThatIsNearest() {
    var text = "first part. second part.";
    bed.given(
        passages(version("file:a", 0, text), passage(0, 11, 1, 0, 0), passage(12, 24, 0, 1, 0)),
        meaning(version("file:b", 0, "other"), 0, 0, 1));
    var answer = bed.near("", 10, 0, 1, 0.1f);
    assertThat(keys(answer)).containsExactly("file:a", "file:b");
    var hit = answer.hits().getFirst();
    assertThat(hit.match().passage()).contains(new TierHit.Passage(12, 24));
    assertThat(hit.snippet().text())
        .isEqualTo(layout == Layout.HOT ? "…second part." : "first part. second part.");
    assertThat(hit.snippetOf()).isEqualTo(layout.snippetOf());
  }

  @Test
  void findsManyEventsAlthoughOneHasMostOfTheNearestPassages() {
    var many = new ArrayList<Passage>();
    for (int i = 0; i < 300; i++) {
      many.add(passage(i, i + 1, 1, i / 3_000f, 0));
    }
    var records = new ArrayList<TierRecord>();
    records.add(passages(version("file:long", 0, "x".repeat(300)), many.toArray(Passage[]::new)));
    for (int i = 0; i < 20; i++) {
      records.add(meaning(version("file:" + i, 0, "text"), 1, 1 + i, 0));
    }
    bed.given(records.toArray(TierRecord[]::new));
    assertThat(keys(bed.near("", 10, 1, 0, 0))).hasSize(10).startsWith("file:long", "file:0");
  }

  @Test
  void hidesSupersededAndDeletedVersions() {
    bed.given(
        meaning(version("file:a", 0, "old"), 1, 0, 0),
        meaning(version("file:a", 1, "new"), 0, 1, 0),
        meaning(version("file:b", 0, "gone"), 1, 0, 0),
        tombstone("file:b", 1).bare());
    assertThat(bed.near("", 10, 1, 0, 0).hits())
        .extracting(TierHit::entityKey, TierHit::revision)
        .containsExactly(tuple("file:a", 1L));
  }

  @Test
  void findsAVersionAgainThatComesBack() {
    bed.given(
        meaning(version("file:a", 0, "one"), 1, 0, 0),
        meaning(version("file:a", 1, "two"), 0, 1, 0));
    bed.given(meaning(version("file:a", 2, "one"), 1, 0, 0));
    var hit = bed.near("", 10, 1, 0, 0).hits().getFirst();
    assertThat(hit.revision()).isEqualTo(2);
    assertThat(hit.match().meaning().orElseThrow()).isCloseTo(1, within(0.005));
  }

  @Test
  void replacesThePassagesOfAContentWithItsEnrichment() {
    var event = version("file:a", 0, "a text of two parts");
    bed.given(
        event.bare(),
        passages(event, passage(0, 6, 1, 0, 0), passage(7, 19, 0, 1, 0)),
        meaning(version("file:b", 0, "other"), 0, 0, 1));
    bed.given(
        enriched(
            event,
            enrichment ->
                enrichment
                    .setEnrichmentVersion(2)
                    .setModels(Map.of("passages", TierBed.MODEL))
                    .setPassages(List.of(passage(0, 19, 0, 0, 1)))));
    var near = bed.near("", 10, 0, 1, 0);
    assertThat(near.hits())
        .allSatisfy(
            hit -> assertThat(hit.match().meaning().orElseThrow()).isCloseTo(0, within(0.005)));
    assertThat(keys(near)).containsExactlyInAnyOrder("file:a", "file:b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "two"})
  void looksOnlyAmongWhatTheFilterAllows(String source) {
    var records = new ArrayList<TierRecord>();
    for (int i = 0; i < 400; i++) {
      var event = version("file:" + i, 0, "t").from(i % 100 == 99 ? "two" : "one", "s");
      records.add(meaning(event, (float) Math.cos(i / 300.0), (float) Math.sin(i / 300.0), 0));
    }
    bed.given(records.toArray(TierRecord[]::new));
    var query =
        new TierQuery("", Filter.ALL.with(Facet.SOURCE, Set.of(source)), Access.ALL, 4)
            .near(new QueryVector(TierBed.MODEL, unit(1, 0, 0)));
    assertThat(keys(bed.tier.search(query)))
        .isEqualTo(
            source.equals("one")
                ? List.of("file:0", "file:1", "file:2", "file:3")
                : List.of("file:99", "file:199", "file:299", "file:399"));
  }

  @Test
  void showsOnlyWhatTheAskerMaySee() {
    bed.given(
        meaning(version("file:a", 0, "t").from("mine", "s"), 1, 0, 0),
        meaning(version("file:b", 0, "t").from("theirs", "s"), 1, 0, 0));
    var query =
        new TierQuery("", Filter.ALL, new Access(Set.of("mine"), Set.of("*")), 10)
            .near(new QueryVector(TierBed.MODEL, unit(1, 0, 0)));
    assertThat(keys(bed.tier.search(query))).containsExactly("file:a");
  }

  @Test
  void comparesOnlyVectorsOfOneModel() {
    bed.given(
        meaning(version("file:a", 0, "t"), 1, 0, 0),
        enriched(
            version("file:b", 0, "t"),
            enrichment ->
                enrichment
                    .setModels(Map.of("passages", "model two"))
                    .setPassages(List.of(passage(0, 1, 1, 0, 0, 0)))));
    assertThat(keys(bed.near("", 10, 1, 0, 0))).containsExactly("file:a");
    var other =
        new TierQuery("", Filter.ALL, Access.ALL, 10)
            .near(new QueryVector("model two", unit(1, 0, 0, 0)));
    assertThat(keys(bed.tier.search(other))).containsExactly("file:b");
  }

  @Test
  void mergesWhatIsFoundByWordsAndByMeaning() {
    bed.given(
        meaning(version("file:words", 0, "kernel panic"), 0, 1, 0),
        meaning(version("file:meaning", 0, "the machine stopped"), 1, 0, 0),
        meaning(version("file:both", 0, "kernel stopped"), 1, 0.2f, 0),
        meaning(version("file:none", 0, "nothing of it"), 0, 0, 1));
    var answer = bed.near("kernel", 3, 1, 0, 0);
    assertThat(keys(answer)).startsWith("file:both").contains("file:words", "file:meaning");
    var both = answer.hits().getFirst().match();
    assertThat(both.words()).isPresent();
    assertThat(both.meaning()).isPresent();
  }

  @Test
  void leavesOutWhatIsNegatedAlsoByMeaning() {
    bed.given(
        meaning(version("file:a", 0, "kernel panic"), 1, 0, 0),
        meaning(version("file:b", 0, "kernel stopped"), 1, 0, 0));
    assertThat(keys(bed.near("-panic", 10, 1, 0, 0))).containsExactly("file:b");
    assertThat(keys(bed.near("kernel -panic", 10, 1, 0, 0))).containsExactly("file:b");
  }

  @Test
  void findsATitleThatHasNoText() {
    var event = version("file:a", 0, "").title("a title only");
    bed.given(passages(event, passage(0, 0, 1, 0, 0)));
    assertThat(bed.near("", 10, 1, 0, 0).hits().getFirst().title().text())
        .isEqualTo("a title only");
  }

  @Test
  void refusesAVectorThatCannotBeCompared() {
    var flat =
        enriched(
            version("file:a", 0, "t"),
            enrichment ->
                enrichment.setPassages(
                    List.of(new Passage(0, 1, Vectors.list(new float[] {0, 0, 0})))));
    assertThatThrownBy(() -> bed.tier.open(0).apply(flat))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("passage 0");
  }

  @Test
  void findsTheNearestOfManyVersionsInManySegments() {
    var random = new Random(11);
    var vectors = new HashMap<String, float[]>();
    for (int round = 0; round < 30; round++) {
      var records = new ArrayList<TierRecord>();
      for (int i = 0; i < 150; i++) {
        var key = "file:" + random.nextInt(2_000);
        var vector = unit(gaussian(random, 24));
        vectors.put(key, vector);
        records.add(meaning(version(key, round * 1_000 + i, "t " + round + " " + i), vector));
      }
      bed.given(records.toArray(TierRecord[]::new));
    }
    for (int question = 0; question < 20; question++) {
      var asked = unit(gaussian(random, 24));
      var expected =
          vectors.entrySet().stream()
              .sorted(Comparator.comparingDouble(entry -> -dot(entry.getValue(), asked)))
              .limit(10)
              .map(Map.Entry::getKey)
              .toList();
      var found = keys(bed.near("", 10, asked));
      assertThat(found).hasSize(10);
      assertThat(found.stream().filter(expected::contains).count()).isGreaterThanOrEqualTo(9);
    }
  }

  @Test
  void takesPassagesThatReachBeyondTheText() {
    bed.given(passages(version("file:a", 0, "short"), passage(90, 99, 1, 0, 0)));
    assertThat(bed.near("", 10, 1, 0, 0).failures()).isEmpty();
    assertThat(keys(bed.near("", 1, 1, 0, 0))).containsExactly("file:a");
  }

  private static float[] gaussian(Random random, int dimensions) {
    var vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
