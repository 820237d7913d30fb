package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.iceberg.Values.REAL;
import static io.alluvium.sinks.iceberg.Values.SMALL;
import static io.alluvium.sinks.iceberg.Values.TEXT;
import static io.alluvium.sinks.iceberg.Values.TEXTS;
import static io.alluvium.sinks.iceberg.Values.TIME;
import static io.alluvium.sinks.iceberg.Values.YES_NO;
import static io.alluvium.sinks.iceberg.Values.orNull;

import io.alluvium.schemas.Link;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.Summary;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.iceberg.data.Record;

/** Tables of states: sightings, links, near-duplicates, summaries. */
final class FactTables {
  static final RowLayout<Placed<TierRecord.Fact>> SIGHTINGS =
      new FactRows<>(Sighting.class)
          .key("entity_key", 0, "Entity that was seen")
          .key("content_hash", 1, "Which version of it")
          .key("source", 2, "Who saw it")
          .value("connector_type", TEXT, "Kind of source", Sighting::getConnectorType)
          .value("scope", TEXT, "Where in that source", Sighting::getScope)
          .value("url", TEXT, "Where a person opens it there", s -> orNull(s.getUrl()))
          .value("visibility", TEXT, "public or private", Sighting::getVisibility)
          .value("live", YES_NO, "False once the source no longer lists it", Sighting::getLive)
          .value("seen_at", TIME, "When it was observed", s -> Values.time(s.getSeenAt()))
          .layout();

  static final RowLayout<Placed<TierRecord.Fact>> LINKS =
      new FactRows<>(Link.class)
          .key("entity_key", 0, "This end")
          .key("relation", 1, "How it relates to the other")
          .key("other_key", 2, "The other end")
          .value("outgoing", YES_NO, "True where the content states it", Link::getOutgoing)
          .value("evidence", TEXT, "The words that prove it", Link::getEvidence)
          .value("content_hash", TEXT, "Version that states it", Link::getContentHash)
          .value("live", YES_NO, "False once it is no longer stated", Link::getLive)
          .value("linked_at", TIME, "When it was found", l -> Values.time(l.getLinkedAt()))
          .layout();

  static final RowLayout<Placed<TierRecord.Fact>> NEAR_DUPLICATES =
      new FactRows<>(NearDuplicate.class)
          .key("entity_key", 0, "This end")
          .key("relation", 1, "near_duplicate_of")
          .key("other_key", 2, "The other end")
          .value("id", TEXT, "Of the pair", NearDuplicate::getId)
          .value("content_hash", TEXT, "Version at this end", NearDuplicate::getContentHash)
          .value("other_hash", TEXT, "Version at the other end", NearDuplicate::getOtherHash)
          .value("score", REAL, "Estimated Jaccard similarity", NearDuplicate::getScore)
          .value("algorithm", TEXT, "What computed the score", NearDuplicate::getAlgorithm)
          .value("found_at", TIME, "When it was found", n -> Values.time(n.getFoundAt()))
          .layout();

  static final RowLayout<Placed<TierRecord.Fact>> SUMMARIES =
      new FactRows<>(Summary.class)
          .key("conversation", 0, "Thread key of the conversation")
          .key("window_start", TIME, "Start", fact -> Values.time(moment(fact, 1)))
          .key("window_end", TIME, "End, exclusive", fact -> Values.time(moment(fact, 2)))
          .value("id", TEXT, "Of the summary", Summary::getId)
          .value("text", TEXT, "The summary", Summary::getText)
          .value("topics", TEXTS, "Key topics", Summary::getTopics)
          .value("tone", TEXT, "When known", s -> orNull(s.getTone()))
          .value("message_count", SMALL, "Messages summarised", Summary::getMessageCount)
          .value("omitted_messages", SMALL, "Earlier ones left out", Summary::getOmittedMessages)
          .value("cut_messages", SMALL, "Taken from their beginning", Summary::getCutMessages)
          .value("participants", TEXTS, "Who took part", Summary::getParticipants)
          .value("compression_ratio", REAL, "Length over length", Summary::getCompressionRatio)
          .value("confidence", REAL, "0 to 1", s -> orNull(s.getConfidence()))
          .value("model", TEXT, "What wrote it", Summary::getModel)
          .value("fallback", TEXT, "Why no language model did", s -> orNull(s.getFallback()))
          .value("source_hashes", TEXTS, "Messages", Summary::getSourceHashes)
          .value("supersedes", TEXT, "Id of the one it amends", s -> orNull(s.getSupersedes()))
          .value("visibility", TEXT, "private when any message was", Summary::getVisibility)
          .value("sources", TEXTS, "Sources of the messages", Summary::getSources)
          .value("scopes", TEXTS, "Scopes of the messages", Summary::getScopes)
          .value("summarised_at", TIME, "When", s -> Values.time(s.getSummarisedAt()))
          .layout();

  private FactTables() {}

  private static Instant moment(TierRecord.Fact fact, int part) {
    var text = FactRows.part(fact, part);
    try {
      return Instant.parse(text);
    } catch (DateTimeException noMoment) {
      throw new IllegalArgumentException("Not a moment: '" + text + "'", noMoment);
    }
  }

  /** What the record was that a row was made of. */
  static TierRecord.Fact fact(TierTopic topic, Record row) {
    return new TierRecord.Fact(
        topic,
        key(topic, row),
        Values.required(row, "log_offset", Long.class),
        Values.instant(row, "recorded_at"),
        Values.flag(row, "gone") ? null : value(topic, row));
  }

  private static String key(TierTopic topic, Record row) {
    return String.join(
        FactRows.SEPARATOR,
        switch (topic) {
          case SIGHTINGS -> texts(row, "entity_key", "content_hash", "source");
          case LINKS, NEAR_DUPLICATES -> texts(row, "entity_key", "relation", "other_key");
          case SUMMARIES ->
              List.of(
                  Values.text(row, "conversation"),
                  Values.instant(row, "window_start").toString(),
                  Values.instant(row, "window_end").toString());
          case EVENTS, ENRICHED -> throw new IllegalArgumentException(topic + " has no states");
        });
  }

  private static List<String> texts(Record row, String... columns) {
    return Arrays.stream(columns).map(column -> Values.text(row, column)).toList();
  }

  private static SpecificRecord value(TierTopic topic, Record row) {
    return RowRecords.filled(
        switch (topic) {
          case SIGHTINGS -> new Sighting();
          case LINKS -> new Link();
          case NEAR_DUPLICATES -> new NearDuplicate();
          case SUMMARIES -> new Summary();
          case EVENTS, ENRICHED -> throw new IllegalArgumentException(topic + " has no states");
        },
        row);
  }
}
