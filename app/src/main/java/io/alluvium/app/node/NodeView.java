package io.alluvium.app.node;

import io.alluvium.app.UserError;
import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.http.NodeApi;
import io.alluvium.app.metrics.NodeMetrics;
import io.alluvium.app.status.NodeStatus;
import io.alluvium.app.status.SourceStatus;
import io.alluvium.recall.Recall;
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

  void has(Intake part) {
    intake = part;
  }

  void has(Processing part) {
    processing = part;
    recall = new Recall(List.of(part.hotTier()));
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
    return fault == null && intake != null && running != null && running.running();
  }

  void fault(UserError what) {
    fault = what;
  }

  Optional<UserError> fault() {
    return Optional.ofNullable(fault);
  }

  Recall recall() {
    var present = recall;
    if (present == null) {
      throw notReady();
    }
    return present;
  }

  @Override
  public NodeStatus status() {
    var access = kafka;
    var source = intake;
    var running = processing;
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
        running == null ? 0 : running.entities(),
        running == null ? 0 : hotLag(running),
        fault().map(UserError::line).orElse(null));
  }

  @Override
  public List<SourceStatus> sources() {
    return requireIntake().sources().list();
  }

  void put(String source, Map<String, String> settings) {
    requireIntake().sources().put(source, settings);
  }

  @Override
  public void reset(String source) {
    requireIntake().sources().reset(source);
  }

  @Override
  public String metrics() {
    return metrics.scrape(status(), intake == null ? List.of() : sources());
  }

  @Override
  public void close() {
    metrics.close();
  }

  static String version() {
    var version = NodeView.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private long hotLag(Processing running) {
    var known = ends;
    var topics = List.of(config.topics().events(), config.topics().enriched());
    if (known != null && fault == null) {
      try {
        return running.hotLag(known.of(topics));
      } catch (ExecutionException e) {
        LOG.debug("The ends of {} are not known; the reader's own belief must do", topics, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return Math.max(0, running.hotStatus().lag());
  }

  private Map<String, String> parts() {
    var parts = new LinkedHashMap<String, String>();
    var broken = fault;
    parts.put("kafka", broken != null ? "failed: " + broken.message() : state(kafka));
    parts.put("connect", state(intake));
    var running = processing;
    for (var part : List.of("ingest", "enrich", "hot")) {
      parts.put(
          part, running == null ? "starting" : running.states().getOrDefault(part, "starting"));
    }
    return parts;
  }

  private Intake requireIntake() {
    var present = intake;
    if (present == null) {
      throw notReady();
    }
    return present;
  }

  private static String state(@Nullable Object part) {
    return part == null ? "starting" : "running";
  }

  private static UserError notReady() {
    return new UserError("NOT_READY", "The node is still starting.", "Try again in a few seconds.");
  }
}
