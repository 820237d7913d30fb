package io.alluvium.app.node;

import io.alluvium.app.UserError;
import io.alluvium.app.cluster.Nodes;
import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.config.Role;
import io.alluvium.app.http.NodeApi;
import io.alluvium.app.letters.DeadLetters;
import io.alluvium.app.metrics.NodeMetrics;
import io.alluvium.app.sources.SourceAction;
import io.alluvium.app.status.CoverageStatus;
import io.alluvium.app.status.NodeStatus;
import io.alluvium.app.status.SourceStatus;
import io.alluvium.app.tiers.TierCare;
import io.alluvium.recall.Recall;
import io.alluvium.sinks.archive.EventArchive;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be seen of a node from outside, from its first moment on: parts that are not there yet
 * are starting. Thread-safe.
 */
final class NodeView implements NodeApi, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeView.class);

  private final NodeConfig config;
  private final Instant startedAt = Instant.now();
  private final NodeMetrics metrics = new NodeMetrics();
  private volatile @Nullable KafkaAccess kafka;
  private volatile @Nullable LogEnds ends;
  private volatile @Nullable DeadLetters letters;
  private volatile @Nullable Intake intake;
  private volatile @Nullable Processing processing;
  private volatile @Nullable Recall recall;
  private volatile @Nullable Long readyAfterMs;
  private volatile @Nullable UserError fault;

  NodeView(NodeConfig config) {
    this.config = config;
  }

  void has(KafkaAccess part) {
    kafka = part;
  }

  void has(Admin part) {
    ends = new LogEnds(part);
  }

  void has(DeadLetters part) {
    letters = part;
  }

  void has(Intake part) {
    intake = part;
  }

  void has(Processing part) {
    processing = part;
    part.cluster().ifPresent(cluster -> recall = cluster.recall());
  }

  void ready() {
    readyAfterMs = Duration.between(startedAt, Instant.now()).toMillis();
  }

  boolean wasReady() {
    return readyAfterMs != null;
  }

  /** Whether every part does its work now. */
  boolean running() {
    var running = processing;
    boolean connected = intake != null || !config.roles().contains(Role.CONNECT);
    return fault == null && connected && running != null && running.running();
  }

  /** From now on what comes in is enriched too. */
  void startEnrichment() {
    var running = processing;
    if (running != null) {
      running.startEnrichment();
    }
  }

  /** Grows while stores are being restored. */
  long restored() {
    var running = processing;
    return running == null ? 0 : running.restored();
  }

  void fault(UserError what) {
    fault = what;
  }

  Optional<UserError> fault() {
    return Optional.ofNullable(fault);
  }

  DeadLetters letters() {
    var present = letters;
    if (present == null) {
      throw notReady();
    }
    return present;
  }

  Recall recall() {
    var present = recall;
    if (present == null) {
      throw config.roles().contains(Role.SERVE) ? notReady() : notHere(Role.SERVE);
    }
    return present;
  }

  TierCare care() {
    return Optional.ofNullable(processing)
        .flatMap(Processing::care)
        .orElseThrow(() -> config.roles().contains(Role.SERVE) ? notReady() : notHere(Role.SERVE));
  }

  Nodes nodes() {
    return Optional.ofNullable(processing)
        .flatMap(Processing::cluster)
        .map(Cluster::nodes)
        .orElseThrow(() -> config.roles().contains(Role.SERVE) ? notReady() : notHere(Role.SERVE));
  }

  EventArchive archive() {
    return Optional.ofNullable(processing)
        .flatMap(Processing::cold)
        .map(ColdTierPart::archive)
        .orElseThrow(() -> config.roles().contains(Role.SERVE) ? notReady() : notHere(Role.SERVE));
  }

  @Override
  public NodeStatus status() {
    var access = kafka;
    var source = intake;
    var tiers = Optional.ofNullable(processing).flatMap(Processing::tiers);
    var cold = Optional.ofNullable(processing).flatMap(Processing::cold);
    var lags = new LinkedHashMap<>(tiers.map(this::lags).orElse(Map.of()));
    cold.ifPresent(part -> lags.put("cold", part.lag()));
    return new NodeStatus(
        version(),
        wasReady() && running(),
        startedAt,
        readyAfterMs,
        config.dataDir().toString(),
        "http://127.0.0.1:" + config.httpPort(),
        access == null ? null : access.bootstrapServers(),
        access == null ? null : access.registryUrl(),
        source == null ? null : source.url().toString(),
        parts(),
        source == null ? 0 : source.ledger().published(),
        tiers.map(Tiers::entities).orElse(0L),
        lags.getOrDefault("hot", 0L),
        lags,
        cold.map(ColdTierPart::maintenance).orElse(null),
        fault().map(UserError::line).orElse(null));
  }

  @Override
  public List<SourceStatus> sources() {
    return config.roles().contains(Role.CONNECT) ? requireIntake().sources().list() : List.of();
  }

  @Override
  public List<CoverageStatus> coverage(Optional<String> source) {
    return requireIntake().sources().coverage(source);
  }

  @Override
  public void put(String source, Map<String, String> settings) {
    requireIntake().sources().put(source, settings);
  }

  @Override
  public void act(String source, SourceAction action) {
    requireIntake().sources().act(source, action);
  }

  @Override
  public String metrics() {
    boolean hasSources = intake != null;
    return metrics.scrape(
        status(),
        hasSources ? sources() : List.of(),
        hasSources ? coverage(Optional.empty()) : List.of(),
        Optional.ofNullable(processing).flatMap(Processing::summaries),
        Optional.ofNullable(processing).flatMap(Processing::care).map(TierCare::status));
  }

  @Override
  public void close() {
    metrics.close();
  }

  static String version() {
    var version = NodeView.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private Map<String, Long> lags(Tiers tiers) {
    var known = ends;
    var topics = List.of(config.topics().events(), config.topics().enriched());
    if (known != null && fault == null) {
      try {
        var ends = known.of(topics);
        return tiers.each(tier -> tier.lag(ends));
      } catch (ExecutionException e) {
        LOG.debug("The ends of {} are not known; the reader's own belief must do", topics, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return tiers.each(TierPart::lag);
  }

  private Map<String, String> parts() {
    var parts = new LinkedHashMap<String, String>();
    var broken = fault;
    parts.put("kafka", broken != null ? "failed: " + broken.message() : state(kafka));
    var states = Optional.ofNullable(processing).map(Processing::states).orElse(Map.of());
    for (var role : config.roles()) {
      for (var part : role == Role.SERVE ? Tiers.names() : List.of(role.word())) {
        parts.put(
            part, role == Role.CONNECT ? state(intake) : states.getOrDefault(part, "starting"));
      }
    }
    for (var part : List.of("cold", "ageing")) {
      Optional.ofNullable(states.get(part)).ifPresent(state -> parts.put(part, state));
    }
    return parts;
  }

  private Intake requireIntake() {
    var present = intake;
    if (present == null) {
      throw config.roles().contains(Role.CONNECT) ? notReady() : notHere(Role.CONNECT);
    }
    return present;
  }

  private static UserError notHere(Role role) {
    return new UserError(
        "NOT_THIS_NODE",
        "This node does not have the role " + role.word() + ".",
        "Ask a node that has it, or add it to 'roles' of this one.");
  }

  private static String state(@Nullable Object part) {
    return part == null ? "starting" : "running";
  }

  private static UserError notReady() {
    return new UserError("NOT_READY", "The node is still starting.", "Try again in a few seconds.");
  }
}
