package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.lucene.TierBed.enriched;
import static io.alluvium.sinks.lucene.TierBed.keys;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.NamedEntity;
import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.Facet;
import io.alluvium.sinks.search.TierQuery;
import io.alluvium.sinks.search.TierQuery.Filter;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FilterSearchTest extends BothTiers {
  @Test
  void filtersBySourceKindTimeAndEntity() {
    bed.given(
        version("file:r/a", 0, "word").from("one", "s").occurred(Instant.ofEpochSecond(100)),
        version("commit:b", 0, "word")
            .from("two", "s")
            .kind("commit")
            .occurred(Instant.ofEpochSecond(200)));
    assertThat(found(Filter.ALL.with(Facet.SOURCE, Set.of("one")))).containsExactly("file:r/a");
    assertThat(found(Filter.ALL.with(Facet.KIND, Set.of("commit")))).containsExactly("commit:b");
    assertThat(found(Filter.ALL.with(Facet.TYPE, Set.of("commit.created"))))
        .containsExactly("commit:b");
    assertThat(found(Filter.ALL.from(Instant.ofEpochSecond(200)))).containsExactly("commit:b");
    assertThat(found(Filter.ALL.before(Instant.ofEpochSecond(200)))).containsExactly("file:r/a");
    assertThat(found(Filter.ALL.of("commit:b"))).containsExactly("commit:b");
    assertThat(found(Filter.ALL.with(Facet.ACTOR, Set.of("ada@example.com")))).hasSize(2);
    assertThat(found(Filter.ALL.with(Facet.SCOPE, Set.of("other")))).isEmpty();
  }

  @Test
  void filtersByWhatEnrichmentDerived() {
    bed.given(
        enriched(
            version("file:r/a", 0, "word"),
            enrichment ->
                enrichment
                    .setLanguage("eng")
                    .setTone("negative")
                    .setKeyPhrases(List.of("disk space", "log"))
                    .setEntities(List.of(new NamedEntity("person", "Ada", 0, 3)))),
        enriched(version("file:r/b", 0, "word"), enrichment -> enrichment.setLanguage("deu")));
    assertThat(found(Filter.ALL.with(Facet.LANGUAGE, Set.of("eng")))).containsExactly("file:r/a");
    assertThat(found(Filter.ALL.with(Facet.TONE, Set.of("negative")))).containsExactly("file:r/a");
    assertThat(found(Filter.ALL.with(Facet.TOPIC, Set.of("log")))).containsExactly("file:r/a");
    assertThat(found(Filter.ALL.with(Facet.ENTITY, Set.of("person:Ada"))))
        .containsExactly("file:r/a");
    assertThat(found(Filter.ALL.with(Facet.LANGUAGE, Set.of("eng", "deu")))).hasSize(2);
  }

  @Test
  void showsAndCountsOnlyWhatTheAskerMaySee() {
    bed.given(
        version("file:r/a", 0, "word").from("team-one", "docs"),
        version("file:r/b", 0, "word").from("team-two", "docs"),
        version("file:r/c", 0, "word").from("team-one", "secret?"));
    assertThat(total("word", new Access(Set.of("team-*"), Set.of("*")))).isEqualTo(3);
    assertThat(total("word", new Access(Set.of("team-one"), Set.of("*")))).isEqualTo(2);
    assertThat(total("word", new Access(Set.of("*"), Set.of("secret?")))).isEqualTo(1);
    assertThat(total("word", new Access(Set.of("*"), Set.of("secre??")))).isZero();
    assertThat(total("word", new Access(Set.of("*"), Set.of("s*?")))).isEqualTo(1);
    assertThat(total("word", new Access(Set.of(), Set.of("*")))).isZero();
  }

  @Test
  void namesAShardThatIsNotOpen() {
    bed.given(version("file:r/a", 0, "word"));
    bed.tier.open(1).close();
    var answer = bed.ask("word");
    assertThat(answer.hits()).hasSize(1);
    assertThat(answer.shardsAsked()).isEqualTo(2);
    assertThat(answer.shardsAnswered()).isEqualTo(1);
    assertThat(answer.failures())
        .containsExactly("shard 1 of tier " + layout.tier() + " is not open");
  }

  private List<String> found(Filter filter) {
    return keys(bed.ask("word", filter));
  }

  private long total(String question, Access access) {
    var answer = bed.tier.search(new TierQuery(question, Filter.ALL, access, 100));
    assertThat(answer.hits()).hasSize((int) answer.total());
    return answer.total();
  }
}
