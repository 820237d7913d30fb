package io.alluvium.app.tiers;

import io.alluvium.app.UserError;
import io.alluvium.sinks.TierException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then for shards that need cold to be whole, and has them made anew. */
final class Replenishing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replenishing.class);
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final TierJobs jobs;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("replenishing").factory());

  Replenishing(TierJobs jobs) {
    this.jobs = jobs;
  }

  void start() {
    var scheduled =
        looks.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("Scheduled {}", scheduled);
  }

  private void look() {
    try {
      jobs.replenish();
    } catch (TierException | KafkaException | UserError later) {
      LOG.warn("Shards cannot be made anew from cold now; it is tried again", later);
    } catch (RuntimeException unexpected) {
      LOG.error("Shards cannot be made anew from cold now; it is tried again", unexpected);
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
