package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.iceberg.Values.BYTES;
import static io.alluvium.sinks.iceberg.Values.REAL;
import static io.alluvium.sinks.iceberg.Values.SMALL;
import static io.alluvium.sinks.iceberg.Values.TEXT;
import static io.alluvium.sinks.iceberg.Values.TEXTS;
import static io.alluvium.sinks.iceberg.Values.TEXT_BY_NAME;
import static io.alluvium.sinks.iceberg.Values.TIME;
import static io.alluvium.sinks.iceberg.Values.WHOLE;
import static io.alluvium.sinks.iceberg.Values.orNull;
import static org.apache.iceberg.types.Types.NestedField.required;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.NamedEntity;
import io.alluvium.schemas.Passage;
import io.alluvium.sinks.TierRecord;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code enrichments}: what was derived, one row per content hash, revision and version of
 * the enrichment.
 */
final class EnrichmentRows {
  private static final Types.StructType ENTITY =
      Types.StructType.of(
          required(2, "type", TEXT, "url, version, host, person or repository"),
          required(3, "name", TEXT, "What the text names"),
          required(4, "start", SMALL, "Where it begins, in UTF-16 units"),
          required(5, "end", SMALL, "Where it ends"));

  private static final Types.StructType PASSAGE =
      Types.StructType.of(
          required(2, "start", SMALL, "Where it begins in the text, in UTF-16 units"),
          required(3, "end", SMALL, "Where it ends"),
          required(4, "vector", BYTES, "Signed bytes: each times scale is a number of the vector"),
          required(5, "scale", Types.FloatType.get(), "What a step of a byte is worth"));

  static final RowLayout<Placed<TierRecord.Version>> LAYOUT =
      new RowLayout<>(
          List.of(
              event("content_hash", TEXT, "Of the event", Event::getContentHash),
              event("revision", WHOLE, "Of the event", Event::getRevision),
              must("enrichment_version", SMALL, "Higher wins", Enrichment::getEnrichmentVersion),
              event("entity_key", TEXT, "Of the event", Event::getEntityKey),
              event("ingested_at", TIME, "Of the event", e -> Values.time(e.getIngestedAt())),
              must("enriched_at", TIME, "When derived", e -> Values.time(e.getEnrichedAt())),
              may("gist", TEXT, "The one sentence that says most", e -> orNull(e.getGist())),
              may("summary", TEXT, "The three sentences", e -> orNull(e.getSummary())),
              must("topics", TEXTS, "Key phrases, weightiest first", Enrichment::getKeyPhrases),
              may("language", TEXT, "ISO 639-3", e -> orNull(e.getLanguage())),
              may("language_confidence", REAL, "0 to 1", e -> orNull(e.getLanguageConfidence())),
              may("tone", TEXT, "positive, neutral or negative", e -> orNull(e.getTone())),
              may("tone_score", REAL, "-1 to 1", e -> orNull(e.getToneScore())),
              must("entities", Values.list(ENTITY, 1), "What it names", EnrichmentRows::entities),
              must("passages", Values.list(PASSAGE, 1), "int8 vectors", EnrichmentRows::passages),
              must("models", TEXT_BY_NAME, "What made which field", Enrichment::getModels),
              must("failures", TEXT_BY_NAME, "What could not be made", Enrichment::getFailures),
              Column.required("shard", SMALL, "Partition of the topic", Placed::shard),
              may("signature", BYTES, "MinHash: 128 x 4 bits", e -> orNull(e.getSignature()))));

  private EnrichmentRows() {}

  private static Column<Placed<TierRecord.Version>> event(
      String name, Type type, String doc, Function<Event, Object> value) {
    return Column.required(name, type, doc, placed -> value.apply(placed.record().event()));
  }

  private static Column<Placed<TierRecord.Version>> must(
      String name, Type type, String doc, Function<Enrichment, Object> value) {
    return Column.required(name, type, doc, placed -> value.apply(given(placed)));
  }

  private static Column<Placed<TierRecord.Version>> may(
      String name, Type type, String doc, Function<Enrichment, @Nullable Object> value) {
    return Column.optional(name, type, doc, placed -> value.apply(given(placed)));
  }

  private static Enrichment given(Placed<TierRecord.Version> placed) {
    var enrichment = placed.record().enrichment();
    if (enrichment == null) {
      throw new IllegalArgumentException("The record carries no enrichment");
    }
    return enrichment;
  }

  private static List<Record> entities(Enrichment enrichment) {
    return enrichment.getEntities().stream()
        .map(entity -> {
          Record row = GenericRecord.create(ENTITY);
          row.setField("type", entity.getType());
          row.setField("name", entity.getName());
          row.setField("start", entity.getStart());
          row.setField("end", entity.getEnd());
          return row;
        })
        .toList();
  }

  private static List<Record> passages(Enrichment enrichment) {
    return enrichment.getPassages().stream()
        .map(passage -> {
          var vector = Quantised.of(passage.getVector());
          Record row = GenericRecord.create(PASSAGE);
          row.setField("start", passage.getStart());
          row.setField("end", passage.getEnd());
          row.setField("vector", vector.bytes());
          row.setField("scale", vector.scale());
          return row;
        })
        .toList();
  }

  /** The enrichment of a row; its vectors are as exact as bytes are. */
  static Enrichment enrichment(Record row) {
    return Enrichment.newBuilder()
        .setEnrichmentVersion(Values.required(row, "enrichment_version", Integer.class))
        .setEnrichedAt(Values.instant(row, "enriched_at"))
        .setGist(Values.textOrNull(row, "gist"))
        .setSummary(Values.textOrNull(row, "summary"))
        .setKeyPhrases(Values.list(row, "topics"))
        .setLanguage(Values.textOrNull(row, "language"))
        .setLanguageConfidence(Values.nullable(row, "language_confidence", Double.class))
        .setTone(Values.textOrNull(row, "tone"))
        .setToneScore(Values.nullable(row, "tone_score", Double.class))
        .setEntities(
            Values.<Record>list(row, "entities").stream().map(EnrichmentRows::entity).toList())
        .setPassages(
            Values.<Record>list(row, "passages").stream().map(EnrichmentRows::passage).toList())
        .setModels(Values.map(row, "models"))
        .setFailures(Values.map(row, "failures"))
        .setSignature(Values.bytes(row, "signature"))
        .build();
  }

  private static NamedEntity entity(Record row) {
    return new NamedEntity(
        Values.text(row, "type"),
        Values.text(row, "name"),
        Values.required(row, "start", Integer.class),
        Values.required(row, "end", Integer.class));
  }

  private static Passage passage(Record row) {
    var vector =
        new Quantised(
            Values.required(row, "vector", ByteBuffer.class),
            Values.required(row, "scale", Float.class));
    return new Passage(
        Values.required(row, "start", Integer.class),
        Values.required(row, "end", Integer.class),
        vector.vector());
  }
}
