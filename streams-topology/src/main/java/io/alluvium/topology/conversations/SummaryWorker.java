package io.alluvium.topology.conversations;

import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads windows that are due and writes their summaries, on a thread of its own.
 *
 * <p>A summary and the position after its window are committed in one transaction: after a crash at
 * any moment every window has been summarised once, as far as a reader of committed records can
 * tell. After a failure of Kafka or the registry it pauses and goes on where it committed. Closing
 * gives up what is being asked of a model; it is asked again after the next start. Thread-safe.
 */
public final class SummaryWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SummaryWorker.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Where a worker reads and writes.
   *
   * @param topics names of the installation's topics
   * @param partitions partitions of every event topic
   * @param registry where schemas are registered and looked up
   * @param group consumer group
   * @param node what this process is called in it, the same after each start
   * @param client how to reach the cluster
   */
  public record Place(
      Topics topics,
      int partitions,
      SchemaRegistryClient registry,
      String group,
      String node,
      Map<String, Object> client) {
    public Place {
      client = Map.copyOf(client);
    }
  }

  private final Place place;
  private final Summariser summariser;
  private final SummaryCounters counters = new SummaryCounters();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private Duration pause = FIRST_PAUSE;
  private volatile @Nullable SummarySession session;
  private volatile @Nullable String error;
  private volatile boolean running;

  private SummaryWorker(Place place, Summariser summariser) {
    this.place = place;
    this.summariser = summariser;
    this.thread = Thread.ofPlatform().name("summaries").unstarted(this::run);
  }

  /** Starts a worker; returns at once. */
  public static SummaryWorker start(Place place, Summariser summariser) {
    var worker = new SummaryWorker(place, summariser);
    worker.thread.start();
    return worker;
  }

  /** True while it has its partitions and works. */
  public boolean running() {
    return running;
  }

  /** What keeps it from working, if something does. */
  public Optional<String> error() {
    return Optional.ofNullable(error);
  }

  /** What it has done since the start. */
  public SummaryCounts counts() {
    return counters.counts();
  }

  @Override
  public void close() {
    closing.countDown();
    var open = session;
    if (open != null) {
      open.abandon();
    }
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        LOG.warn("Summaries: still stopping after {}", CLOSE_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (closing.getCount() > 0) {
      try {
        work();
      } catch (RuntimeException | InterruptedException e) {
        running = false;
        // Closing wakes up whoever waits: that is no failure.
        if (closing.getCount() > 0) {
          fail(e);
        }
      }
    }
  }

  private void work() throws InterruptedException {
    try (var open = new SummarySession(place, summariser, counters)) {
      session = open;
      while (closing.getCount() > 0) {
        open.round();
        running = open.isAssigned();
        error = null;
        pause = FIRST_PAUSE;
      }
    } finally {
      session = null;
      running = false;
    }
  }

  private void fail(Exception failure) {
    error = String.valueOf(failure.getMessage());
    LOG.error("Summaries failed and go on in {} ms: {}", pause.toMillis(), failure.toString());
    try {
      var unused = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
    }
    var doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }
}
