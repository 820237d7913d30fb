package io.alluvium.sinks.lucene;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Passage;
import io.alluvium.schemas.Vectors;
import io.alluvium.sinks.TestEvent;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.Marked;
import io.alluvium.sinks.search.QueryVector;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierHit;
import io.alluvium.sinks.search.TierQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A tier below a temporary directory, and questions to it. */
final class TierBed implements AutoCloseable {
  static final String MODEL = "model one";

  private final LuceneResources resources = new LuceneResources(2);
  final LuceneTier tier;

  TierBed(Layout layout, Path directory) {
    this.tier =
        layout == Layout.HOT
            ? LuceneTier.hot(directory, resources)
            : LuceneTier.warm(directory, true, resources);
  }

  @Override
  public void close() {
    tier.close();
    resources.close();
  }

  /** Applies these as bare records, and makes them searchable. */
  void given(TestEvent... events) {
    given(List.of(events).stream().map(TestEvent::bare).toArray(TierRecord.Version[]::new));
  }

  /** Applies these, and makes them searchable. */
  void given(TierRecord... records) {
    var shard = tier.open(0);
    for (var record : records) {
      shard.apply(record);
    }
    shard.refresh();
  }

  TierAnswer ask(String question) {
    return tier.search(new TierQuery(question, TierQuery.Filter.ALL, Access.ALL, 100));
  }

  TierAnswer ask(String question, TierQuery.Filter filter) {
    return tier.search(new TierQuery(question, filter, Access.ALL, 100));
  }

  /** Asks by meaning, and by words too unless there are none. */
  TierAnswer near(String question, int limit, float... meaning) {
    var query = new TierQuery(question, TierQuery.Filter.ALL, Access.ALL, limit);
    return tier.search(query.near(new QueryVector(MODEL, unit(meaning))));
  }

  static List<String> keys(TierAnswer answer) {
    return answer.hits().stream().map(TierHit::entityKey).toList();
  }

  List<String> keys(String question) {
    return keys(ask(question));
  }

  TierHit first(String question) {
    return ask(question).hits().getFirst();
  }

  static List<String> marked(Marked marked) {
    return marked.marks().stream()
        .map(mark -> marked.text().substring(mark.start(), mark.end()))
        .toList();
  }

  /** An enriched version with one passage over its whole text. */
  static TierRecord.Version meaning(TestEvent event, float... vector) {
    int length = event.event().getText().map(String::length).orElse(0);
    return passages(event, passage(0, length, vector));
  }

  static TierRecord.Version passages(TestEvent event, Passage... passages) {
    return enriched(
        event,
        enrichment ->
            enrichment
                .setPassages(new ArrayList<>(List.of(passages)))
                .setModels(Map.of("passages", MODEL)));
  }

  static TierRecord.Version enriched(TestEvent event, Consumer<Enrichment.Builder> with) {
    var enrichment =
        Enrichment.newBuilder()
            .setEnrichmentVersion(1)
            .setEnrichedAt(Instant.parse("2026-01-02T00:00:00Z"));
    with.accept(enrichment);
    return new TierRecord.Version(event.event(), enrichment.build());
  }

  static Passage passage(int start, int end, float... vector) {
    return new Passage(start, end, Vectors.list(unit(vector)));
  }

  /** In this direction, of length 1. */
  static float[] unit(float... vector) {
    double square = 0;
    for (float number : vector) {
      square += number * number;
    }
    var unit = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      unit[i] = (float) (vector[i] / Math.sqrt(square));
    }
    return unit;
  }
}
