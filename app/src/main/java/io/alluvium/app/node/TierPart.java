package io.alluvium.app.node;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.tiers.LiveTier;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.sinks.TierReader;
import io.alluvium.sinks.TierReaderConfig;
import io.alluvium.sinks.TierStatus;
import io.alluvium.sinks.lucene.LuceneTier;
import io.alluvium.topology.GapWriter;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A tier of a node and what reads the log into it. */
final class TierPart implements AutoCloseable {
  private final LuceneTier tier;
  private final TierReader reader;

  private TierPart(LuceneTier tier, TierReader reader) {
    this.tier = tier;
    this.reader = reader;
  }

  static TierPart start(
      LuceneTier tier, NodeConfig config, KafkaAccess kafka, SchemaRegistryClient registry) {
    var group = Readers.of(config.topics()).tier(tier.name());
    var gaps = new GapWriter(group, config.topics(), registry, kafka.bootstrapServers(), Map.of());
    var reader =
        new TierReader(
            tier,
            config.topics(),
            registry,
            kafka.clientConfig(),
            TierReaderConfig.of(group, group, new GapReport(gaps)));
    reader.start();
    return new TierPart(tier, reader);
  }

  LuceneTier tier() {
    return tier;
  }

  /** The tier, with what feeds it. */
  LiveTier live() {
    return new LiveTier(tier, reader);
  }

  boolean running() {
    var status = reader.status();
    return status.state() == TierStatus.State.RUNNING && !status.partitions().isEmpty();
  }

  String state() {
    var status = reader.status();
    return status
        .error()
        .map(error -> "failed: " + error)
        .orElse(status.state() == TierStatus.State.RUNNING ? "running" : "starting");
  }

  /** Records that cannot be found yet as far as the reader itself knows; at least 0. */
  long lag() {
    return Math.max(0, reader.status().lag());
  }

  /**
   * Records that cannot be found yet: not read, or read and not searchable; -1 while unknown.
   *
   * @param ends where its topics end
   */
  long lag(Map<TopicPartition, Long> ends) {
    var status = reader.status();
    long applied = 0;
    for (var progress : status.partitions()) {
      var end = ends.get(progress.partition());
      applied += end == null ? 0 : Math.min(end, progress.position());
    }
    long unread = ends.values().stream().mapToLong(Long::longValue).sum() - applied;
    return status.lag() < 0 ? -1 : Math.max(unread, status.lag());
  }

  @Override
  public void close() {
    reader.close();
    tier.close();
  }
}
