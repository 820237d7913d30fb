package io.alluvium.app.node;

import io.alluvium.app.config.NodeConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trims the topics of a running node now and then. */
final class Trimming implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trimming.class);
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  private final TopicTrimmer trimmer;
  private final List<TopicTrimmer.Rule> rules;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("trimmer").factory());
  private volatile List<TopicTrimmer.Hold> holds = List.of();

  private Trimming(TopicTrimmer trimmer, List<TopicTrimmer.Rule> rules) {
    this.trimmer = trimmer;
    this.rules = rules;
  }

  static Trimming start(Admin admin, NodeConfig config, List<String> connectorTypes) {
    var trimming =
        new Trimming(new TopicTrimmer(admin, Clock.systemUTC()), rules(config, connectorTypes));
    var unused =
        trimming.clock.scheduleWithFixedDelay(
            trimming::run, 1, INTERVAL.toMinutes(), TimeUnit.MINUTES);
    return trimming;
  }

  /** Readers that keep old records from going. */
  List<TopicTrimmer.Hold> holds() {
    return holds;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void run() {
    try {
      var outcome = trimmer.trim(rules);
      holds = outcome.holds();
      holds.forEach(hold ->
          LOG.warn(
              "Reader {} has never committed; {} is kept for it", hold.reader(), hold.partition()));
    } catch (ExecutionException | RuntimeException e) {
      LOG.warn("Topics could not be trimmed; it is tried again in {}", INTERVAL, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<TopicTrimmer.Rule> rules(NodeConfig config, List<String> connectorTypes) {
    var topics = config.topics();
    var readers = Readers.of(config);
    var rules = new ArrayList<TopicTrimmer.Rule>();
    for (var type : connectorTypes) {
      rules.add(
          new TopicTrimmer.Rule(topics.raw(type), config.trimRaw(), List.of(readers.ingest())));
    }
    var keep = config.trimEvents();
    rules.add(new TopicTrimmer.Rule(topics.events(), keep, readers.ofEvents()));
    rules.add(new TopicTrimmer.Rule(topics.enriched(), keep, readers.ofEvents()));
    rules.add(new TopicTrimmer.Rule(topics.deadLetters(), keep, List.of()));
    return List.copyOf(rules);
  }
}
