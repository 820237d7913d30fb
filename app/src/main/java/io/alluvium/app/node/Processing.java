package io.alluvium.app.node;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.config.Role;
import io.alluvium.app.status.SummaryStatus;
import io.alluvium.app.tiers.TierCare;
import io.alluvium.app.tiers.TierSet;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.sinks.ageing.AgeingPolicy;
import io.alluvium.topology.EnrichTopology;
import io.alluvium.topology.GapWriter;
import io.alluvium.topology.IngestConfig;
import io.alluvium.topology.IngestTopology;
import io.alluvium.topology.StreamsSettings;
import io.alluvium.topology.TopologyRunner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node's roles let it do with what sources write: ingest, enrichment, tiers.
 *
 * <p>Where a node does more than enrich, enrichment begins with {@link #startEnrichment}: it may
 * lag, so nobody has to wait for it to find what comes in.
 */
final class Processing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Processing.class);
  private static final Duration INGEST_PATIENCE = Duration.ofSeconds(30);

  /** As in the worker: a transaction's markers are written in less time than Kafka would wait. */
  private static final Map<String, Object> STREAMS_CLIENTS = Map.of("producer.retry.backoff.ms", 5);

  private final boolean enriches;
  private final boolean onlyEnriches;
  private final Optional<Tiers> tiers;
  private final Optional<ColdTierPart> cold;
  private final List<TierCare> cares;
  private final Optional<Cluster> cluster;
  private final Optional<TopologyRunner> ingest;
  private final CompletableFuture<Void> starting;
  private final Supplier<EnrichmentPart> enriching;
  private final CompletableFuture<EnrichmentPart> enrichment = new CompletableFuture<>();

  private Processing(
      NodeConfig config,
      DataDirectory directory,
      KafkaAccess kafka,
      SchemaRegistryClient registry) {
    var roles = config.roles();
    boolean serves = roles.contains(Role.SERVE);
    enriches = roles.contains(Role.ENRICH);
    onlyEnriches = enriches && !serves && !roles.contains(Role.INGEST);
    tiers = when(serves, () -> Tiers.start(config, directory, kafka, registry));
    cold = when(serves, () -> ColdTierPart.start(config, directory, kafka, registry));
    cares =
        tiers
            .map(some -> cares(some, cold.orElseThrow(), config, kafka, registry))
            .orElse(List.of());
    var node = directory.nodeId(config);
    cluster =
        tiers.map(some ->
            Cluster.start(
                config, node, kafka, registry, new Cluster.Shards(some, cold.orElseThrow())));
    ingest = when(roles.contains(Role.INGEST), () -> ingest(config, directory, kafka, registry));
    // It opens its stores before it returns; other things can be done meanwhile.
    starting =
        ingest
            .map(one -> CompletableFuture.runAsync(one::start, PartThread::start))
            .orElseGet(() -> CompletableFuture.completedFuture(null));
    var enrich = Readers.of(config).enrich();
    var settings = settings(directory, kafka, EnrichTopology.settings(), enrich + "-" + node);
    enriching = () -> EnrichmentPart.start(config, directory, kafka, registry, settings);
    if (onlyEnriches) {
      startEnrichment();
    }
  }

  /** Begins to start what the roles name; {@link #running} tells when all have partitions. */
  static Processing start(
      NodeConfig config,
      DataDirectory directory,
      KafkaAccess kafka,
      SchemaRegistryClient registry) {
    return new Processing(config, directory, kafka, registry);
  }

  private static <T> Optional<T> when(boolean condition, Supplier<T> part) {
    return condition ? Optional.of(part.get()) : Optional.empty();
  }

  /** One for each replica. */
  private static List<TierCare> cares(
      Tiers tiers,
      ColdTierPart cold,
      NodeConfig config,
      KafkaAccess kafka,
      SchemaRegistryClient registry) {
    var keeps = Map.of("hot", config.keepInHot(), "warm", config.keepInWarm());
    var policy = new AgeingPolicy(keeps, config.ageingGrace());
    var surroundings =
        new TierCare.Surroundings(
            config.topics(), registry, kafka.clientConfig(), InstantSource.system());
    var made = new ArrayList<TierCare>();
    for (int replica = 0; replica < config.replicas(); replica++) {
      var set =
          new TierSet(
              tiers.live(replica), cold.tier(), cold.reader(), config.topicPartitions(), replica);
      made.add(new TierCare(set, policy, surroundings));
    }
    made.forEach(TierCare::start);
    return List.copyOf(made);
  }

  private static TopologyRunner ingest(
      NodeConfig config,
      DataDirectory directory,
      KafkaAccess kafka,
      SchemaRegistryClient registry) {
    var topics = config.topics();
    var id = Readers.of(config).ingest();
    var described =
        IngestTopology.describe(
            new IngestConfig(
                topics,
                config.topicPartitions(),
                registry,
                IngestConfig.DEFAULT_FIRST_SEEN_RETENTION));
    var gaps = new GapWriter(id, topics, registry, kafka.bootstrapServers(), Map.of());
    var member = id + "-" + directory.nodeId(config);
    return new TopologyRunner(id, described, settings(directory, kafka, Map.of(), member), gaps);
  }

  private static StreamsSettings settings(
      DataDirectory directory, KafkaAccess kafka, Map<String, Object> own, String member) {
    var client = new HashMap<>(kafka.clientConfig());
    client.putAll(STREAMS_CLIENTS);
    client.put("main.consumer.group.instance.id", member);
    client.putAll(own);
    return new StreamsSettings(kafka.bootstrapServers(), directory.streams(), threads(), client);
  }

  /** Returns when ingest has been started; it may still be joining its group. */
  void awaitStarted() {
    starting.join();
  }

  /** Starts enrichment if a role says so and it has not been started; returns at once. */
  void startEnrichment() {
    if (enriches) {
      PartThread.named("starting enrichment", this::startEnrichmentNow);
    }
  }

  private void startEnrichmentNow() {
    synchronized (enrichment) {
      if (enrichment.isDone()) {
        return;
      }
      try {
        enrichment.complete(enriching.get());
      } catch (RuntimeException | Error e) {
        LOG.error("Enrichment did not start", e);
        enrichment.completeExceptionally(e);
      }
    }
  }

  /** The tiers; empty if this node does not serve. */
  Optional<Tiers> tiers() {
    return tiers;
  }

  /** The cold tier; empty if this node does not serve. */
  Optional<ColdTierPart> cold() {
    return cold;
  }

  /** This node among others; empty if it does not serve. */
  Optional<Cluster> cluster() {
    return cluster;
  }

  /** What looks after the tiers, their first replica; empty if this node does not serve. */
  Optional<TierCare> care() {
    return cares.stream().findFirst();
  }

  /** How summaries are coming along; empty if this node writes none. */
  Optional<SummaryStatus> summaries() {
    return enrichment().map(EnrichmentPart::status);
  }

  /**
   * Whether events come in and can be found; the cold tier may pause meanwhile, and enrichment may
   * lag where it is not all that this node does.
   */
  boolean running() {
    boolean derived =
        !onlyEnriches || enrichment().map(part -> part.topology().running()).orElse(false);
    return derived
        && ingest.map(TopologyRunner::running).orElse(true)
        && tiers.map(Tiers::running).orElse(true);
  }

  /** Changelog records that stores have read since the start. */
  long restored() {
    return ingest.map(TopologyRunner::restored).orElse(0L)
        + enrichment().map(part -> part.topology().restored()).orElse(0L);
  }

  /** State of each part, by its name. */
  Map<String, String> states() {
    var states = new LinkedHashMap<String, String>();
    ingest.ifPresent(topology -> states.put(Role.INGEST.word(), word(topology)));
    if (enriches) {
      states.put(Role.ENRICH.word(), enrichmentState());
    }
    tiers.ifPresent(some -> states.putAll(some.states()));
    cold.ifPresent(tier -> states.put("cold", tier.state()));
    cares.stream()
        .flatMap(care -> care.trouble().stream())
        .findFirst()
        .ifPresent(why -> states.put("ageing", "failed: " + why));
    return states;
  }

  private String enrichmentState() {
    if (enrichment.isCompletedExceptionally()) {
      return "failed: " + enrichment.exceptionNow();
    }
    return enrichment()
        .map(part ->
            part.error()
                .map(error -> "failed: summaries: " + error)
                .orElseGet(() -> word(part.topology())))
        .orElse("starting");
  }

  private Optional<EnrichmentPart> enrichment() {
    return enrichment.isDone() && !enrichment.isCompletedExceptionally()
        ? Optional.of(enrichment.join())
        : Optional.empty();
  }

  /** Stops all of them at once: each commits what it has read, and none needs another for that. */
  @Override
  public void close() {
    cluster.ifPresent(Cluster::close);
    cares.forEach(TierCare::close);
    var closing = new ArrayList<Runnable>();
    tiers.ifPresent(part -> closing.add(part::close));
    cold.ifPresent(part -> closing.add(part::close));
    ingest.ifPresent(one -> closing.add(() -> one.close(INGEST_PATIENCE)));
    closing.add(this::closeEnrichment);
    CompletableFuture.allOf(
            closing.stream()
                .map(task -> CompletableFuture.runAsync(task, PartThread::start))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private void closeEnrichment() {
    // Waits for one that is just being started; one that was not begun never will be.
    synchronized (enrichment) {
      enrichment().ifPresent(EnrichmentPart::close);
      enrichment.cancel(false);
    }
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
