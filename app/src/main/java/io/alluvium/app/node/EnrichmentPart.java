package io.alluvium.app.node;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.status.SummaryStatus;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.topology.EnrichConfig;
import io.alluvium.topology.EnrichTopology;
import io.alluvium.topology.GapWriter;
import io.alluvium.topology.StreamsSettings;
import io.alluvium.topology.TopologyRunner;
import io.alluvium.topology.conversations.WindowRules;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a node derives from events: the topology of enrichment, and summaries. */
final class EnrichmentPart implements AutoCloseable {
  /**
   * Enrichment with long texts before it does not end soon, and need not: the drain has waited for
   * it, and what is left of a transaction is aborted and done again by the next start.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final TopologyRunner topology;
  private final SummariesPart summaries;

  private EnrichmentPart(TopologyRunner topology, SummariesPart summaries) {
    this.topology = topology;
    this.summaries = summaries;
  }

  /** Returns when its stores are open; it may still be joining its group. */
  static EnrichmentPart start(
      NodeConfig config,
      DataDirectory directory,
      KafkaAccess kafka,
      SchemaRegistryClient registry,
      StreamsSettings settings) {
    var id = Readers.of(config).enrich();
    var gaps = new GapWriter(id, config.topics(), registry, kafka.bootstrapServers(), Map.of());
    var rules = new WindowRules(config.summariesWindow(), config.summariesQuiet());
    var described =
        EnrichTopology.describe(
            new EnrichConfig(
                config.topics(),
                config.topicPartitions(),
                registry,
                config.enrichOff(),
                config.enrichTimeout(),
                rules));
    var topology = new TopologyRunner(id, described, settings, gaps);
    topology.start();
    return new EnrichmentPart(topology, SummariesPart.start(config, directory, kafka, registry));
  }

  TopologyRunner topology() {
    return topology;
  }

  /** What keeps summaries from being written, if something does. */
  Optional<String> error() {
    return summaries.error();
  }

  SummaryStatus status() {
    return summaries.status();
  }

  @Override
  public void close() {
    summaries.close();
    topology.close(PATIENCE);
  }
}
