package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.TestEvent.tombstone;
import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.iceberg.TestTables.offsets;

import io.alluvium.schemas.Event;
import io.alluvium.sinks.TestEvent;
import io.alluvium.sinks.TestFacts;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A small life of everything that cold keeps, and how each table looks to who reads it: each row as
 * one text, made by the same expression in the SQL of every engine.
 */
final class Published {
  /** Microseconds since 1970 of a time, which every engine calls otherwise. */
  static final String MICROS = "MICROS";

  private static final List<TestEvent> LIFE =
      List.of(
          version("file:a", 0, "first"),
          version("file:a", 1, "second, with ünïcode 🌊 and 'quotes'"),
          version("file:b", 0, "gone soon"),
          tombstone("file:b", 1));

  private Published() {}

  /** Writes it. */
  static void into(ColdTier tier) {
    var shard = tier.open(0);
    for (var version : LIFE) {
      shard.apply(new TierRecord.Version(event(version), null));
      for (int enrichment = 1; enrichment <= 2; enrichment++) {
        shard.apply(enriched(version, enrichment));
      }
    }
    var read = new EnumMap<TierTopic, Long>(TierTopic.class);
    read.putAll(Map.of(TierTopic.EVENTS, 4L, TierTopic.ENRICHED, 8L));
    facts()
        .forEach(fact -> {
          shard.apply(fact);
          read.merge(fact.topic(), 1L, Long::sum);
        });
    shard.commit(offsets(0, read));
  }

  private static Event event(TestEvent version) {
    var payload = ByteBuffer.wrap(new byte[] {0, (byte) version.event().getRevision(), -1});
    return Event.newBuilder(version.event())
        .setPayload(payload)
        .setAttributes(Map.of("path", "a.txt"))
        .build();
  }

  private static TierRecord.Version enriched(TestEvent version, int enrichmentVersion) {
    var record = version.enriched(enrichmentVersion);
    record.enrichment().setGist("Gist " + enrichmentVersion);
    record.enrichment().setKeyPhrases(List.of("river", "layer"));
    record.enrichment().setSignature(ByteBuffer.wrap(signature(version)));
    return record;
  }

  /** Of two versions of one entity the first half agrees. */
  private static byte[] signature(TestEvent version) {
    var signature = new byte[64];
    for (int at = 0; at < signature.length; at++) {
      signature[at] = (byte) (at < 32 ? 0x5a : version.event().getContentHash().charAt(0));
    }
    return signature;
  }

  private static List<TierRecord.Fact> facts() {
    return Stream.of(
            TierTopic.SIGHTINGS, TierTopic.LINKS, TierTopic.NEAR_DUPLICATES, TierTopic.SUMMARIES)
        .flatMap(topic ->
            Stream.of(
                new TierRecord.Fact(
                    topic,
                    TestFacts.key(topic, 1),
                    0,
                    Instant.EPOCH.plusSeconds(60),
                    TestFacts.of(topic, 1, "word")),
                new TierRecord.Fact(
                    topic, TestFacts.key(topic, 2), 1, Instant.EPOCH.plusSeconds(61), null)))
        .toList();
  }

  /** What every table's rows say, in SQL. */
  static String expression(ColdTable table) {
    return switch (table) {
      case EVENTS ->
          "concat_ws('|', content_hash, cast(revision as string), entity_key, title, text,"
              + " hex(payload), cast(deleted as string), attributes['path'],"
              + " cast(MICROS(ingested_at) as string))";
      case ENRICHMENTS ->
          "concat_ws('|', content_hash, cast(enrichment_version as string), language, gist,"
              + " topics[FIRST], lower(hex(signature)))";
      case SIGHTINGS ->
          "concat_ws('|', entity_key, content_hash, source, scope, cast(gone as string))";
      case LINKS ->
          "concat_ws('|', entity_key, relation, other_key, evidence, cast(gone as string))";
      case NEAR_DUPLICATES ->
          "concat_ws('|', entity_key, relation, other_key, algorithm, cast(gone as string))";
      case SUMMARIES ->
          "concat_ws('|', conversation, cast(MICROS(window_start) as string), text,"
              + " cast(gone as string))";
    };
  }

  /** What they should say. */
  static List<String> rows(ColdTable table) {
    return switch (table) {
      case EVENTS -> LIFE.stream().map(Published::event).map(Published::row).toList();
      case ENRICHMENTS ->
          LIFE.stream().flatMap(version -> Stream.of(row(version, 1), row(version, 2))).toList();
      case SIGHTINGS, LINKS, NEAR_DUPLICATES, SUMMARIES ->
          facts().stream()
              .filter(fact -> fact.topic() == table.topic())
              .map(Published::row)
              .toList();
    };
  }

  private static String row(Event event) {
    var parts =
        Stream.of(
            event.getContentHash(),
            "" + event.getRevision(),
            event.getEntityKey(),
            event.getTitle().orElse(null),
            event.getText().orElse(null),
            "00%02XFF".formatted(event.getRevision()),
            "" + event.getDeleted(),
            "a.txt",
            "" + micros(event.getIngestedAt()));
    return joined(parts);
  }

  private static String row(TestEvent version, int enrichment) {
    return joined(
        Stream.of(
            version.event().getContentHash(),
            "" + enrichment,
            "v" + enrichment,
            "Gist " + enrichment,
            "river",
            HexFormat.of().formatHex(signature(version))));
  }

  private static String row(TierRecord.Fact fact) {
    var key = fact.key().split("\0");
    boolean gone = fact.value() == null;
    var word = gone ? null : "word";
    return fact.topic() == TierTopic.SUMMARIES
        ? joined(Stream.of(key[0], "" + micros(Instant.parse(key[1])), word, "" + gone))
        : joined(Stream.of(key[0], key[1], key[2], word, "" + gone));
  }

  /** As {@code concat_ws}: what is null is left out. */
  private static String joined(Stream<String> parts) {
    return String.join("|", parts.filter(part -> part != null).toList());
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
