package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Link;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.Summary;
import io.alluvium.sinks.TestFacts;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.FactSearch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FactSearchTest {
  private static final String ENTITY = TestFacts.ENTITY;

  @TempDir Path directory;
  private TierBed bed;
  private long offset;

  @BeforeEach
  void open() {
    bed = new TierBed(Layout.WARM, directory);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void findsWhatIsKnownAboutAnEntity() {
    for (var topic : EnumSet.complementOf(EnumSet.of(TierTopic.EVENTS, TierTopic.ENRICHED))) {
      apply(topic, ENTITY + "\0a", TestFacts.of(topic, "here"));
      apply(topic, "file:other\0a", TestFacts.of(topic, "there"));
    }
    for (var topic : EnumSet.complementOf(EnumSet.of(TierTopic.EVENTS, TierTopic.ENRICHED))) {
      var found = bed.tier.facts(FactSearch.Query.about(ENTITY, Set.of(topic), Access.ALL, 10));
      assertThat(found.failures()).isEmpty();
      assertThat(found.facts())
          .extracting(fact -> TestFacts.word(fact.value()))
          .containsExactly("here");
    }
  }

  @Test
  void findsSummariesByTheirWordsTheBestFirst() {
    apply(TierTopic.SUMMARIES, "c1\0w", TestFacts.of(TierTopic.SUMMARIES, "about the weather"));
    apply(TierTopic.SUMMARIES, "c2\0w", TestFacts.of(TierTopic.SUMMARIES, "deploying the pool"));
    apply(
        TierTopic.SUMMARIES,
        "c3\0w",
        TestFacts.of(TierTopic.SUMMARIES, "pool, pool and deploying"));
    assertThat(words("deploying pool"))
        .containsExactly("pool, pool and deploying", "deploying the pool");
    assertThat(words("")).startsWith("pool, pool and deploying").hasSize(3);
  }

  @Test
  void showsASightingOnlyToWhoMaySeeItsSourceAndScope() {
    apply(TierTopic.SIGHTINGS, ENTITY + "\0a", TestFacts.of(TierTopic.SIGHTINGS, "secret"));
    assertThat(seen(new Access(Set.of("lap*"), Set.of("*")), TierTopic.SIGHTINGS)).hasSize(1);
    assertThat(seen(new Access(Set.of("*"), Set.of("docs")), TierTopic.SIGHTINGS)).isEmpty();
    assertThat(seen(new Access(Set.of(), Set.of("*")), TierTopic.SIGHTINGS)).isEmpty();
  }

  @Test
  void showsASummaryOnlyToWhoMaySeeAllOfItsSources() {
    var summary = (Summary) TestFacts.of(TierTopic.SUMMARIES, "said");
    summary.setSources(List.of("one", "two"));
    summary.setScopes(List.of("s"));
    apply(TierTopic.SUMMARIES, ENTITY + "\0a", summary);
    assertThat(seen(new Access(Set.of("one"), Set.of("*")), TierTopic.SUMMARIES)).isEmpty();
    assertThat(seen(new Access(Set.of("one", "two"), Set.of("*")), TierTopic.SUMMARIES)).hasSize(1);
  }

  @Test
  void showsASummaryOfUnknownSourcesOnlyToWhoMaySeeEverything() {
    apply(TierTopic.SUMMARIES, ENTITY + "\0a", TestFacts.of(TierTopic.SUMMARIES, "said"));
    assertThat(seen(new Access(Set.of("*"), Set.of("s")), TierTopic.SUMMARIES)).isEmpty();
    assertThat(seen(Access.ALL, TierTopic.SUMMARIES)).hasSize(1);
  }

  @Test
  void showsAnEdgeOnlyToWhoMaySeeTheEntityItIsAbout() {
    bed.given(version(ENTITY, 0, "text").from("mine", "s"));
    apply(TierTopic.LINKS, ENTITY + "\0a", TestFacts.of(TierTopic.LINKS, "evidence"));
    assertThat(seen(new Access(Set.of("mine"), Set.of("*")), TierTopic.LINKS)).hasSize(1);
    assertThat(seen(new Access(Set.of("theirs"), Set.of("*")), TierTopic.LINKS)).isEmpty();
  }

  @Test
  void looksBeyondWhatMayNotBeSeen() {
    for (int i = 0; i < 50; i++) {
      var sighting = (Sighting) TestFacts.of(TierTopic.SIGHTINGS, "s");
      sighting.setSource(i == 0 ? "mine" : "theirs");
      apply(TierTopic.SIGHTINGS, ENTITY + "\0" + i, sighting);
    }
    var query =
        FactSearch.Query.about(
            ENTITY, Set.of(TierTopic.SIGHTINGS), new Access(Set.of("mine"), Set.of("*")), 2);
    assertThat(bed.tier.facts(query).facts()).hasSize(1);
  }

  @Test
  void factsAreNoEventsAndEventsNoFacts() {
    bed.given(version(ENTITY, 0, "word"));
    apply(TierTopic.SUMMARIES, ENTITY + "\0a", TestFacts.of(TierTopic.SUMMARIES, "word"));
    assertThat(bed.ask("word").hits()).hasSize(1);
    assertThat(bed.tier.entities()).isEqualTo(1);
    assertThat(words("word")).containsExactly("word");
  }

  @Test
  void keepsEveryFieldOfARecord() {
    var link = (Link) TestFacts.of(TierTopic.LINKS, "evidence");
    apply(TierTopic.LINKS, ENTITY + "\0a", link);
    assertThat(seen(Access.ALL, TierTopic.LINKS)).containsExactly(link);
  }

  private List<SpecificRecord> seen(Access access, TierTopic topic) {
    var query = FactSearch.Query.about(ENTITY, Set.of(topic), access, 10);
    return bed.tier.facts(query).facts().stream().map(FactSearch.Fact::value).toList();
  }

  private List<String> words(String text) {
    var query =
        new FactSearch.Query(Set.of(TierTopic.SUMMARIES), Optional.empty(), text, Access.ALL, 10);
    return bed.tier.facts(query).facts().stream()
        .map(fact -> TestFacts.word(fact.value()))
        .toList();
  }

  private void apply(TierTopic topic, String key, SpecificRecord value) {
    var at = Instant.EPOCH.plusSeconds(++offset);
    bed.tier.open(0).apply(new TierRecord.Fact(topic, key, offset, at, value));
    bed.tier.open(0).refresh();
  }
}
