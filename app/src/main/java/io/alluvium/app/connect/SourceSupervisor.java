package io.alluvium.app.connect;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts what failed, one task or connector at a time and with growing pauses; what runs is never
 * touched. Connect itself leaves a failed task failed.
 */
public final class SourceSupervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceSupervisor.class);
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final int CONNECTOR = -1;

  /**
   * What the supervisor did about one task.
   *
   * @param restarts restarts since it last ran well
   * @param nextAt when the next one comes; null when none is due
   */
  public record Attempts(int restarts, @Nullable Instant nextAt) {
    static final Attempts NONE = new Attempts(0, null);
  }

  private record Part(String connector, int task) {}

  private final ConnectRest connect;
  private final Clock clock;
  private final Map<Part, Restarts> restarts = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("source-supervisor").unstarted(this::run);
  private volatile Map<String, ConnectorState> connectors = Map.of();

  public SourceSupervisor(ConnectRest connect, Clock clock) {
    this.connect = connect;
    this.clock = clock;
  }

  /** Begins to watch, a round every two seconds. */
  public void start() {
    thread.start();
  }

  /** The connectors as last seen. */
  public Map<String, ConnectorState> connectors() {
    return connectors;
  }

  /** What was done about a task. */
  public Attempts attempts(String connector, int task) {
    return attempts(new Part(connector, task));
  }

  /** What was done about the connector itself. */
  public Attempts attempts(String connector) {
    return attempts(new Part(connector, CONNECTOR));
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }

  /** Looks once at every connector and restarts what is due. */
  void round() {
    connectors = Map.copyOf(connect.connectors());
    connectors.values().forEach(this::look);
    restarts.keySet().removeIf(part -> !connectors.containsKey(part.connector()));
  }

  private void run() {
    try {
      do {
        try {
          round();
        } catch (ConnectRefusedException e) {
          LOG.debug("Connect does not answer; the next round asks again", e);
        }
      } while (!closing.await(ROUND.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.debug("Supervisor stopped", e);
    }
  }

  private void look(ConnectorState state) {
    look(
        new Part(state.name(), CONNECTOR),
        state.state(),
        state.failure().orElse(""),
        () -> connect.restart(state.name()));
    for (var task : state.tasks()) {
      look(
          new Part(state.name(), task.id()),
          task.state(),
          task.failure().orElse(""),
          () -> connect.restartTask(state.name(), task.id()));
    }
  }

  private void look(Part part, String state, String failure, Runnable restart) {
    var record = restarts.computeIfAbsent(part, p -> new Restarts());
    var now = clock.instant();
    switch (state) {
      case "FAILED" -> {
        if (record.due() == null) {
          LOG.warn("Source {} failed: {}", part.connector(), failure);
        }
        if (record.failed(now)) {
          restart.run();
        }
      }
      case "RUNNING" -> record.running(now);
      default -> {
        // Paused, stopped or on its way: nothing to do.
      }
    }
  }

  private Attempts attempts(Part part) {
    var record = restarts.get(part);
    return record == null ? Attempts.NONE : new Attempts(record.count(), record.due());
  }
}
