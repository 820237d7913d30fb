package io.alluvium.app.tiers;

import io.alluvium.sinks.TierException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets slices age, now and then, on a thread of its own. */
final class AgeingRounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgeingRounds.class);
  private static final Duration FIRST_ROUND = Duration.ofSeconds(30);
  private static final Duration ROUND = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TierSet tiers;
  private final AgeingParts parts;
  private final InstantSource clock;
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ageing").factory());
  private volatile Optional<String> error = Optional.empty();
  private volatile Map<String, Long> oldestDays = Map.of();

  AgeingRounds(TierSet tiers, AgeingParts parts, InstantSource clock) {
    this.tiers = tiers;
    this.parts = parts;
    this.clock = clock;
  }

  void start() {
    var scheduled =
        rounds.scheduleWithFixedDelay(
            this::round, FIRST_ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("Scheduled {}", scheduled);
  }

  /** Does all that can be done now; what fails is tried again in the next round. */
  void round() {
    try {
      // A shard that has come from another node has its past there.
      parts.ledger().refresh();
      var failed = new TreeMap<>(parts.ageing().round(tiers.shards()));
      oldestDays = countOldestDays();
      error = failed.entrySet().stream().findFirst().map(AgeingRounds::told);
    } catch (TierException | KafkaException failure) {
      LOG.warn("Slices do not age now; it is tried again later", failure);
      error = Optional.of(String.valueOf(failure.getMessage()));
    } catch (RuntimeException | LinkageError | OutOfMemoryError unexpected) {
      // What left this method would end all rounds.
      LOG.error("Slices do not age now; it is tried again later", unexpected);
      error = Optional.of(unexpected.toString());
    }
  }

  private static String told(Map.Entry<String, String> failure) {
    return failure.getKey() + ": " + failure.getValue();
  }

  /** Why the last round failed, or part of it; empty if nothing did. */
  Optional<String> error() {
    return error;
  }

  /** How old the oldest slice of each tier is that has not been dropped, as of the last round. */
  Map<String, Long> oldestDays() {
    return oldestDays;
  }

  private Map<String, Long> countOldestDays() {
    var ages = new TreeMap<String, Long>();
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    for (var live : tiers.live()) {
      for (int shard : tiers.shards()) {
        var slices = live.slices(shard);
        var left = slices.days().tailMap(slices.standing().oldestDay());
        if (!left.isEmpty()) {
          ages.merge(live.name(), ChronoUnit.DAYS.between(left.firstKey(), today), Math::max);
        }
      }
    }
    return ages;
  }

  @Override
  public void close() {
    rounds.shutdownNow();
    try {
      if (!rounds.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("Ageing did not stop in time; it goes on where it was");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
