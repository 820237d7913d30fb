package io.alluvium.topology;

import io.alluvium.topology.store.CrashSafeStore;
import java.time.Duration;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one topology until it is closed.
 *
 * <p>A thread that fails is replaced, later each time, and says why in one line: what stops it (a
 * broker or registry that is away) passes, and what is wrong with a record is a dead letter before
 * it gets here. Stores survive a clean stop; after a crash those of {@link CrashSafeStore} lack
 * what the last seconds changed, and read that from their changelogs. Thread-safe.
 */
public final class TopologyRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopologyRunner.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final String applicationId;
  private final ThreadReplacement replacement;
  private final RestoredRecords restored = new RestoredRecords();
  private final KafkaStreams streams;

  /**
   * Prepares to run; connects to nothing yet.
   *
   * @param applicationId also the consumer group and the prefix of internal topics
   * @param topology what to run
   * @param settings where and how
   * @param trims learns of records that were trimmed unread
   */
  public TopologyRunner(
      String applicationId, Topology topology, StreamsSettings settings, TrimListener trims) {
    this.applicationId = applicationId;
    this.replacement = new ThreadReplacement(applicationId);
    this.streams =
        new KafkaStreams(
            topology,
            new StreamsConfig(settings.of(applicationId)),
            new WatchfulClients(trims, replacement::isFailed));
    streams.setUncaughtExceptionHandler(replacement);
    streams.setGlobalStateRestoreListener(restored);
  }

  /** Starts; returns at once. {@link #running()} tells when all partitions are being read. */
  public void start() {
    streams.start();
  }

  /** True while every thread has its partitions and their stores are restored. */
  public boolean running() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /** Changelog records that were read into stores since the start. */
  public long restored() {
    return restored.count();
  }

  /** What it is doing, in Kafka Streams' own word. */
  public String state() {
    return streams.state().name();
  }

  /**
   * Finishes what was read, commits, and stops. The member stays in its group, so that the next
   * start does not wait for anyone.
   *
   * @param timeout how long to wait
   * @return false if it had not stopped by then
   */
  public boolean close(Duration timeout) {
    replacement.stop();
    var stopped = streams.close(CloseOptions.timeout(timeout));
    if (!stopped) {
      LOG.warn("{}: still stopping after {}", applicationId, timeout);
    }
    return stopped;
  }

  /** As {@link #close(Duration)}, waiting 30 seconds. */
  @Override
  public void close() {
    close(CLOSE_TIMEOUT);
  }
}
