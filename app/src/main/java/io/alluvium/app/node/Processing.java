package io.alluvium.app.node;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.sinks.TierReader;
import io.alluvium.sinks.TierReaderConfig;
import io.alluvium.sinks.TierStatus;
import io.alluvium.sinks.lucene.HotTier;
import io.alluvium.topology.EnrichConfig;
import io.alluvium.topology.EnrichTopology;
import io.alluvium.topology.GapWriter;
import io.alluvium.topology.IngestConfig;
import io.alluvium.topology.IngestTopology;
import io.alluvium.topology.StreamsSettings;
import io.alluvium.topology.TopologyRunner;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** Everything that reads what sources write: ingest, enrichment and the hot tier. */
final class Processing implements AutoCloseable {
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  /** As in the worker: a transaction's markers are written in less time than Kafka would wait. */
  private static final Map<String, Object> STREAMS_CLIENTS = Map.of("producer.retry.backoff.ms", 5);

  private final TopologyRunner ingest;
  private final TopologyRunner enrich;
  private final HotTier hotTier;
  private final TierReader hotReader;
  private final CompletableFuture<Void> starting;

  private Processing(
      TopologyRunner ingest,
      TopologyRunner enrich,
      HotTier hotTier,
      TierReader hotReader,
      CompletableFuture<Void> starting) {
    this.ingest = ingest;
    this.enrich = enrich;
    this.hotTier = hotTier;
    this.hotReader = hotReader;
    this.starting = starting;
  }

  /** Begins to start all three; {@link #running} tells when they have their partitions. */
  static Processing start(
      NodeConfig config,
      DataDirectory directory,
      KafkaAccess kafka,
      SchemaRegistryClient registry) {
    var topics = config.topics();
    var readers = Readers.of(topics);
    var hotTier = new HotTier(directory.hotTier());
    var hotReader =
        new TierReader(
            hotTier,
            topics,
            registry,
            kafka.clientConfig(),
            TierReaderConfig.of(
                readers.hotTier(),
                readers.hotTier(),
                new GapReport(gaps(readers.hotTier(), config, kafka, registry))));
    var settings =
        new StreamsSettings(
            kafka.bootstrapServers(), directory.streams(), threads(), STREAMS_CLIENTS);
    int partitions = config.topicPartitions();
    var ingest =
        new TopologyRunner(
            readers.ingest(),
            IngestTopology.describe(
                new IngestConfig(
                    topics, partitions, registry, IngestConfig.DEFAULT_FIRST_SEEN_RETENTION)),
            settings,
            gaps(readers.ingest(), config, kafka, registry));
    var enrich =
        new TopologyRunner(
            readers.enrich(),
            EnrichTopology.describe(new EnrichConfig(topics, partitions, registry)),
            settings,
            gaps(readers.enrich(), config, kafka, registry));
    hotReader.start();
    // Each opens its stores before it returns; together they take half the time.
    var starting =
        CompletableFuture.allOf(
            CompletableFuture.runAsync(ingest::start, Thread::startVirtualThread),
            CompletableFuture.runAsync(enrich::start, Thread::startVirtualThread));
    return new Processing(ingest, enrich, hotTier, hotReader, starting);
  }

  /** Returns when both topologies have been started; they may still be joining their groups. */
  void awaitStarted() {
    starting.join();
  }

  HotTier hotTier() {
    return hotTier;
  }

  TierStatus hotStatus() {
    return hotReader.status();
  }

  /** Things that can be found: current, not deleted. */
  long entities() {
    return hotTier.entities();
  }

  /**
   * Records that cannot be found yet: not read, or read and not searchable; -1 while unknown.
   *
   * @param ends where its topics end
   */
  long hotLag(Map<TopicPartition, Long> ends) {
    var status = hotReader.status();
    long applied = 0;
    for (var progress : status.partitions()) {
      var end = ends.get(progress.partition());
      applied += end == null ? 0 : Math.min(end, progress.position());
    }
    long unread = ends.values().stream().mapToLong(Long::longValue).sum() - applied;
    return status.lag() < 0 ? -1 : Math.max(unread, status.lag());
  }

  boolean running() {
    return ingest.running()
        && enrich.running()
        && hotReader.status().state() == TierStatus.State.RUNNING
        && !hotReader.status().partitions().isEmpty();
  }

  /** State of each part, by its name. */
  Map<String, String> states() {
    var hot = hotReader.status();
    return Map.of(
        "ingest", word(ingest),
        "enrich", word(enrich),
        "hot",
            hot.error()
                .map(error -> "failed: " + error)
                .orElse(hot.state() == TierStatus.State.RUNNING ? "running" : "starting"));
  }

  @Override
  public void close() {
    hotReader.close();
    hotTier.close();
    enrich.close(CLOSE_PATIENCE);
    ingest.close(CLOSE_PATIENCE);
  }

  private static String word(TopologyRunner runner) {
    return runner.running()
        ? "running"
        : runner.state().equals("ERROR") ? "failed: see the log" : "starting";
  }

  /** Half the cores each: a laptop's other half serves the broker, sources and the tier. */
  private static int threads() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  private static GapWriter gaps(
      String reader, NodeConfig config, KafkaAccess kafka, SchemaRegistryClient registry) {
    return new GapWriter(reader, config.topics(), registry, kafka.bootstrapServers(), Map.of());
  }
}
