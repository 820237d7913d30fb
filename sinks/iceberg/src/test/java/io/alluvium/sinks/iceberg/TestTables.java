package io.alluvium.sinks.iceberg;

import io.alluvium.schemas.Topics;
import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.kafka.common.TopicPartition;

/** Cold tiers of tests: below a directory, listed in SQLite. */
final class TestTables {
  static final Topics TOPICS = new Topics("alluvium");

  private TestTables() {}

  static ColdTier tier(Path directory) {
    return new ColdTier(config(directory), TOPICS);
  }

  static ColdConfig config(Path directory) {
    var local = ColdConfig.local(directory, "alluvium");
    return new ColdConfig(
        local.catalog() + "?synchronous=OFF",
        local.warehouse(),
        local.staging(),
        local.namespace(),
        Map.of("io-impl", QuickFileIO.class.getName()));
  }

  /** A table as another program would open it. */
  static Table table(Path directory, ColdTable table) {
    try (var tables = new ColdTables(config(directory), TOPICS)) {
      return tables.of(table).load().orElseThrow();
    }
  }

  /** Offsets of all topics of a partition: so many events and enriched, none of the others. */
  static TierOffsets offsets(int partition, long events, long enriched) {
    return offsets(partition, Map.of(TierTopic.EVENTS, events, TierTopic.ENRICHED, enriched));
  }

  static TierOffsets offsets(int partition, Map<TierTopic, Long> read) {
    var next = new HashMap<TopicPartition, Long>();
    for (var topic : TierTopic.values()) {
      next.put(new TopicPartition(topic.in(TOPICS), partition), read.getOrDefault(topic, 0L));
    }
    return new TierOffsets(next);
  }

  /** The rule of every tier: the content that is current at the highest revision, if it lives. */
  static Optional<TierRecord.Version> state(List<TierRecord.Version> versions) {
    return versions.stream()
        .filter(version -> version.event().getCurrent())
        .max(Comparator.comparingLong(version -> version.event().getRevision()))
        .map(current -> current.event().getContentHash())
        .flatMap(hash ->
            versions.stream()
                .filter(version -> version.event().getContentHash().equals(hash))
                .max(Comparator.comparingLong(version -> version.event().getRevision())))
        .filter(version -> !version.event().getDeleted());
  }
}
