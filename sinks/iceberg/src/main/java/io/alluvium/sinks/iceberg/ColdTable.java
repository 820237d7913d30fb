package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;

/**
 * The tables of the cold tier. Each is fed by one topic, so that each holds the offsets of that
 * topic alone; rows lie in partitions by the day (UTC) on which they came.
 */
enum ColdTable {
  /** Whole events: of one (content hash, revision) all rows are equal. */
  EVENTS(
      "events", TierTopic.EVENTS, "ingested_at", List.of("content_hash", "revision"), "revision"),
  /** What was derived: of one (content hash, revision) the highest version counts. */
  ENRICHMENTS(
      "enrichments",
      TierTopic.ENRICHED,
      "ingested_at",
      List.of("content_hash", "revision"),
      "enrichment_version"),
  /** Which source saw which version. */
  SIGHTINGS("sightings", TierTopic.SIGHTINGS, List.of("entity_key", "content_hash", "source")),
  /** Edges that texts and sources state. */
  LINKS("links", TierTopic.LINKS, List.of("entity_key", "relation", "other_key")),
  /** Edges between versions that say almost the same. */
  NEAR_DUPLICATES(
      "near_duplicates", TierTopic.NEAR_DUPLICATES, List.of("entity_key", "relation", "other_key")),
  /** What was said in a conversation. */
  SUMMARIES(
      "summaries", TierTopic.SUMMARIES, List.of("conversation", "window_start", "window_end"));

  private final String table;
  private final TierTopic topic;
  private final String dayOf;

  @SuppressWarnings("ImmutableEnumChecker") // It is: List.of.
  private final List<String> identity;

  private final String rank;

  ColdTable(String table, TierTopic topic, List<String> identity) {
    this(table, topic, "recorded_at", identity, "log_offset");
  }

  ColdTable(String table, TierTopic topic, String dayOf, List<String> identity, String rank) {
    this.table = table;
    this.topic = topic;
    this.dayOf = dayOf;
    this.identity = identity;
    this.rank = rank;
  }

  /** The table that a topic feeds. */
  static ColdTable of(TierTopic topic) {
    return Arrays.stream(values()).filter(one -> one.topic == topic).findFirst().orElseThrow();
  }

  /** The table that a record goes to. */
  static ColdTable of(TierRecord record) {
    return switch (record) {
      case TierRecord.Version version -> version.enrichment() == null ? EVENTS : ENRICHMENTS;
      case TierRecord.Fact fact -> of(fact.topic());
    };
  }

  String table() {
    return table;
  }

  TierTopic topic() {
    return topic;
  }

  /** Time that says on which day a row came. */
  String dayOf() {
    return dayOf;
  }

  /** Columns that rows about the same thing have in common. */
  List<String> identity() {
    return identity;
  }

  /** Column whose highest value counts among rows about the same thing. */
  String rank() {
    return rank;
  }

  /** Columns by which single rows are looked for: files keep a Bloom filter of each. */
  List<String> lookup() {
    return switch (this) {
      case EVENTS, ENRICHMENTS -> List.of("content_hash", "entity_key");
      case SIGHTINGS, LINKS, NEAR_DUPLICATES -> List.of("entity_key");
      case SUMMARIES -> List.of("conversation");
    };
  }

  Schema schema() {
    return switch (this) {
      case EVENTS -> EventRows.LAYOUT.schema();
      case ENRICHMENTS -> EnrichmentRows.LAYOUT.schema();
      case SIGHTINGS -> FactTables.SIGHTINGS.schema();
      case LINKS -> FactTables.LINKS.schema();
      case NEAR_DUPLICATES -> FactTables.NEAR_DUPLICATES.schema();
      case SUMMARIES -> FactTables.SUMMARIES.schema();
    };
  }

  PartitionSpec spec() {
    return PartitionSpec.builderFor(schema()).day(dayOf).build();
  }

  /**
   * The row of a record of this table's topic.
   *
   * @throws IllegalArgumentException if the record lacks what every row has
   */
  Record row(int shard, TierRecord record) {
    return switch (this) {
      case EVENTS -> EventRows.LAYOUT.row(version(shard, record));
      case ENRICHMENTS -> EnrichmentRows.LAYOUT.row(version(shard, record));
      case SIGHTINGS -> FactTables.SIGHTINGS.row(fact(shard, record));
      case LINKS -> FactTables.LINKS.row(fact(shard, record));
      case NEAR_DUPLICATES -> FactTables.NEAR_DUPLICATES.row(fact(shard, record));
      case SUMMARIES -> FactTables.SUMMARIES.row(fact(shard, record));
    };
  }

  private static Placed<TierRecord.Version> version(int shard, TierRecord record) {
    return switch (record) {
      case TierRecord.Version version -> new Placed<>(shard, version);
      case TierRecord.Fact fact ->
          throw new IllegalArgumentException(fact.topic() + " has no versions");
    };
  }

  private static Placed<TierRecord.Fact> fact(int shard, TierRecord record) {
    return switch (record) {
      case TierRecord.Fact fact -> new Placed<>(shard, fact);
      case TierRecord.Version version ->
          throw new IllegalArgumentException("A version is no state: " + version.event().getType());
    };
  }
}
