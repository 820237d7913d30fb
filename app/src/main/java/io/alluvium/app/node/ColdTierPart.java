package io.alluvium.app.node;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.status.MaintenanceStatus;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierReader;
import io.alluvium.sinks.TierReaderConfig;
import io.alluvium.sinks.TierStatus;
import io.alluvium.sinks.archive.EventArchive;
import io.alluvium.sinks.iceberg.ColdMaintenance;
import io.alluvium.sinks.iceberg.ColdTier;
import io.alluvium.topology.GapWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cold tier of a node: what reads the log into it, and what keeps its tables in order. */
final class ColdTierPart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ColdTierPart.class);

  /** A start has better to do than to load what nobody asks for yet. */
  private static final Duration REST = Duration.ofSeconds(10);

  private static final Duration FIRST_MAINTENANCE = Duration.ofMinutes(10);
  private static final Duration MAINTENANCE = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Rows are large in memory; the tier itself asks for a commit once they take too much of it. */
  private static final int COMMIT_RECORDS = 50_000;

  /** Shortest time between two moments at which what was applied can be read, in a backfill. */
  private static final Duration BULK_REFRESH = Duration.ofSeconds(3);

  private static final int FETCH_BYTES = 8 << 20;

  private final ColdTier tier;
  private final TierReader reader;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cold-maintenance").factory());
  private volatile MaintenanceStatus maintenance = MaintenanceStatus.NEVER;

  private ColdTierPart(ColdTier tier, TierReader reader) {
    this.tier = tier;
    this.reader = reader;
  }

  static ColdTierPart start(
      NodeConfig config,
      DataDirectory directory,
      KafkaAccess kafka,
      SchemaRegistryClient registry) {
    var topics = config.topics();
    var group = Readers.of(config).cold();
    var gaps = new GapWriter(group, topics, registry, kafka.bootstrapServers(), Map.of());
    var tier = new ColdTier(config.cold(directory.tier("cold")), topics);
    var client = new HashMap<>(kafka.clientConfig());
    client.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    var reading =
        new TierReaderConfig(
            group,
            directory.nodeId(config),
            config.coldCommit(),
            COMMIT_RECORDS,
            BULK_REFRESH,
            new GapReport(gaps));
    var part = new ColdTierPart(tier, new TierReader(tier, topics, registry, client, reading));
    part.schedule();
    return part;
  }

  private void schedule() {
    var reading = clock.schedule(reader::start, REST.toMillis(), TimeUnit.MILLISECONDS);
    var ordering =
        clock.scheduleWithFixedDelay(
            this::maintain,
            FIRST_MAINTENANCE.toMillis(),
            MAINTENANCE.toMillis(),
            TimeUnit.MILLISECONDS);
    LOG.debug("Scheduled {} and {}", reading, ordering);
  }

  ColdTier tier() {
    return tier;
  }

  TierReader reader() {
    return reader;
  }

  /** Whole events, for those who ask. */
  EventArchive archive() {
    return tier.archive();
  }

  String state() {
    var status = reader.status();
    return status
        .error()
        .map(error -> "failed: " + error)
        .orElse(status.state() == TierStatus.State.RUNNING ? "running" : "starting");
  }

  /** Records not applied yet, as far as the reader knows; at least 0. */
  long lag() {
    return Math.max(0, reader.status().lag());
  }

  /** What was last done to keep the tables in order. */
  MaintenanceStatus maintenance() {
    return maintenance;
  }

  private void maintain() {
    var before = maintenance;
    try {
      tier.maintenance(ColdMaintenance.Limits.USUAL)
          .run(progress -> maintenance = status("running", progress, before.finishedAt()));
      maintenance = maintenance.finished(Instant.now());
    } catch (TierException failure) {
      LOG.warn("Maintenance of the cold tier failed; it is tried again later", failure);
      maintenance = maintenance.failed(String.valueOf(failure.getMessage()));
    } catch (RuntimeException unexpected) {
      LOG.error("Maintenance of the cold tier failed; it is tried again later", unexpected);
      maintenance = maintenance.failed(unexpected.toString());
    }
  }

  private static MaintenanceStatus status(
      String state, ColdMaintenance.Progress progress, @Nullable Instant finishedAt) {
    return new MaintenanceStatus(
        state,
        progress.table(),
        progress.rewritten(),
        progress.written(),
        progress.expired(),
        progress.deleted(),
        finishedAt);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    try {
      if (!clock.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("Maintenance of the cold tier did not stop in time; nothing is lost by that");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reader.close();
    tier.close();
  }
}
