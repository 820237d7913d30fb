package io.alluvium.app.node;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.config.Role;
import io.alluvium.app.status.SummaryStatus;
import io.alluvium.app.tiers.TierCare;
import io.alluvium.app.tiers.TierSet;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.sinks.ageing.AgeingPolicy;
import io.alluvium.topology.EnrichConfig;
import io.alluvium.topology.EnrichTopology;
import io.alluvium.topology.GapWriter;
import io.alluvium.topology.IngestConfig;
import io.alluvium.topology.IngestTopology;
import io.alluvium.topology.StreamsSettings;
import io.alluvium.topology.TopologyRunner;
import io.alluvium.topology.conversations.WindowRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.Topology;

/** What a node's roles let it do with what sources write: ingest, enrichment, tiers. */
final class Processing implements AutoCloseable {
  private static final Duration INGEST_PATIENCE = Duration.ofSeconds(10);

  /**
   * Enrichment with long texts before it does not end soon, and need not: the drain has waited for
   * it, and what is left of a transaction is aborted and done again by the next start.
   */
  private static final Duration ENRICH_PATIENCE = Duration.ofSeconds(3);

  /** As in the worker: a transaction's markers are written in less time than Kafka would wait. */
  private static final Map<String, Object> STREAMS_CLIENTS = Map.of("producer.retry.backoff.ms", 5);

  private final Map<Role, TopologyRunner> topologies;
  private final Optional<Tiers> tiers;
  private final Optional<ColdTierPart> cold;
  private final Optional<SummariesPart> summaries;
  private final Optional<TierCare> care;
  private final CompletableFuture<Void> starting;

  private Processing(
      Map<Role, TopologyRunner> topologies,
      Optional<Tiers> tiers,
      Optional<ColdTierPart> cold,
      Optional<SummariesPart> summaries,
      Optional<TierCare> care) {
    this.topologies = topologies;
    this.tiers = tiers;
    this.cold = cold;
    this.summaries = summaries;
    this.care = care;
    // Each opens its stores before it returns; together they take half the time.
    this.starting =
        together(topologies.values().stream().<Runnable>map(one -> one::start).toList());
  }

  /** Begins to start what the roles name; {@link #running} tells when all have partitions. */
  static Processing start(
      NodeConfig config,
      DataDirectory directory,
      KafkaAccess kafka,
      SchemaRegistryClient registry) {
    var roles = config.roles();
    var tiers =
        roles.contains(Role.SERVE)
            ? Optional.of(Tiers.start(config, directory, kafka, registry))
            : Optional.<Tiers>empty();
    var cold =
        roles.contains(Role.SERVE)
            ? Optional.of(ColdTierPart.start(config, directory, kafka, registry))
            : Optional.<ColdTierPart>empty();
    var topologies = new LinkedHashMap<Role, TopologyRunner>();
    for (var role : roles) {
      if (role == Role.INGEST || role == Role.ENRICH) {
        var id = applicationId(role, config);
        var gaps = new GapWriter(id, config.topics(), registry, kafka.bootstrapServers(), Map.of());
        topologies.put(
            role,
            new TopologyRunner(
                id, describe(role, config, registry), settings(role, directory, kafka), gaps));
      }
    }
    var summaries =
        roles.contains(Role.ENRICH)
            ? Optional.of(SummariesPart.start(config, directory, kafka, registry))
            : Optional.<SummariesPart>empty();
    var care = tiers.map(some -> care(some, cold.orElseThrow(), config, kafka, registry));
    return new Processing(topologies, tiers, cold, summaries, care);
  }

  private static TierCare care(
      Tiers tiers,
      ColdTierPart cold,
      NodeConfig config,
      KafkaAccess kafka,
      SchemaRegistryClient registry) {
    var keeps = Map.of("hot", config.keepInHot(), "warm", config.keepInWarm());
    var care =
        new TierCare(
            new TierSet(tiers.live(), cold.tier(), cold.reader(), config.topicPartitions()),
            new AgeingPolicy(keeps, config.ageingGrace()),
            new TierCare.Surroundings(
                config.topics(), registry, kafka.clientConfig(), InstantSource.system()));
    care.start();
    return care;
  }

  private static StreamsSettings settings(Role role, DataDirectory directory, KafkaAccess kafka) {
    var client = new HashMap<>(STREAMS_CLIENTS);
    if (role == Role.ENRICH) {
      client.putAll(EnrichTopology.settings());
    }
    return new StreamsSettings(kafka.bootstrapServers(), directory.streams(), threads(), client);
  }

  private static String applicationId(Role role, NodeConfig config) {
    var readers = Readers.of(config.topics());
    return role == Role.INGEST ? readers.ingest() : readers.enrich();
  }

  private static Topology describe(Role role, NodeConfig config, SchemaRegistryClient registry) {
    var topics = config.topics();
    int partitions = config.topicPartitions();
    return role == Role.INGEST
        ? IngestTopology.describe(
            new IngestConfig(
                topics, partitions, registry, IngestConfig.DEFAULT_FIRST_SEEN_RETENTION))
        : EnrichTopology.describe(
            new EnrichConfig(
                topics,
                partitions,
                registry,
                config.enrichOff(),
                config.enrichTimeout(),
                new WindowRules(config.summariesWindow(), config.summariesQuiet())));
  }

  /** Returns when the topologies have been started; they may still be joining their groups. */
  void awaitStarted() {
    starting.join();
  }

  /** The tiers; empty if this node does not serve. */
  Optional<Tiers> tiers() {
    return tiers;
  }

  /** The cold tier; empty if this node does not serve. */
  Optional<ColdTierPart> cold() {
    return cold;
  }

  /** What looks after the tiers; empty if this node does not serve. */
  Optional<TierCare> care() {
    return care;
  }

  /** How summaries are coming along; empty if this node writes none. */
  Optional<SummaryStatus> summaries() {
    return summaries.map(SummariesPart::status);
  }

  /** Whether events come in and can be found; the cold tier may pause meanwhile. */
  boolean running() {
    return topologies.values().stream().allMatch(TopologyRunner::running)
        && tiers.map(Tiers::running).orElse(true);
  }

  /** Changelog records that stores have read since the start. */
  long restored() {
    return topologies.values().stream().mapToLong(TopologyRunner::restored).sum();
  }

  /** State of each part, by its name. */
  Map<String, String> states() {
    var states = new LinkedHashMap<String, String>();
    topologies.forEach((role, topology) -> states.put(role.word(), word(topology)));
    summaries
        .flatMap(SummariesPart::error)
        .ifPresent(error -> states.put(Role.ENRICH.word(), "failed: summaries: " + error));
    tiers.ifPresent(some -> states.putAll(some.states()));
    cold.ifPresent(tier -> states.put("cold", tier.state()));
    care.flatMap(TierCare::trouble).ifPresent(why -> states.put("ageing", "failed: " + why));
    return states;
  }

  /** Stops all of them at once: each commits what it has read, and none needs another for that. */
  @Override
  public void close() {
    care.ifPresent(TierCare::close);
    var closing = new ArrayList<Runnable>();
    tiers.ifPresent(part -> closing.add(part::close));
    cold.ifPresent(part -> closing.add(part::close));
    summaries.ifPresent(part -> closing.add(part::close));
    topologies.forEach((role, one) -> closing.add(() -> one.close(patience(role))));
    together(closing).join();
  }

  private static Duration patience(Role role) {
    return role == Role.ENRICH ? ENRICH_PATIENCE : INGEST_PATIENCE;
  }

  private static CompletableFuture<Void> together(Collection<Runnable> tasks) {
    return CompletableFuture.allOf(
        tasks.stream()
            .map(task -> CompletableFuture.runAsync(task, Thread::startVirtualThread))
            .toArray(CompletableFuture[]::new));
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
}
