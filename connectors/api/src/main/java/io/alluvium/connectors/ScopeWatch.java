package io.alluvium.connectors;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which scopes a source selects, and has its tasks planned anew when that changes. Until the
 * first listing has worked there are no tasks: a limit or a fault at start is waited out.
 *
 * @param <C> settings of the source
 */
final class ScopeWatch<C extends SourceConfig> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScopeWatch.class);

  private final SourceType<C> type;
  private final C config;
  private final ConnectorContext context;
  private final Backoff backoff = new Backoff();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(run -> {
        var daemon = new Thread(run, "alluvium-scopes");
        daemon.setDaemon(true);
        return daemon;
      });
  private volatile Optional<List<String>> scopes = Optional.of(List.of());

  private ScopeWatch(SourceType<C> type, C config, ConnectorContext context) {
    this.type = type;
    this.config = config;
    this.context = context;
  }

  /**
   * Lists the scopes and goes on watching them.
   *
   * @throws PermanentFaultException if upstream refuses to list them
   */
  static <C extends SourceConfig> ScopeWatch<C> start(
      SourceType<C> type, Map<String, String> settings, ConnectorContext context) {
    var watch = new ScopeWatch<>(type, type.configure(settings), context);
    var wait = watch.list();
    if (watch.scopes.isPresent()) {
      watch.again(wait);
    }
    return watch;
  }

  /** What is to be shared out; empty if there is nothing to share out at all. */
  Optional<List<String>> scopes() {
    return scopes;
  }

  private void again(Duration wait) {
    thread.schedule(this::look, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    var before = scopes;
    try {
      var wait = list();
      again(wait);
      if (!scopes.equals(before)) {
        context.requestTaskReconfiguration();
      }
    } catch (ConnectException e) {
      context.raiseError(e);
    }
  }

  /** Lists once; how long to wait before the next time. */
  private Duration list() {
    try {
      scopes = type.scopes(config).map(found -> found.stream().sorted().toList());
      backoff.succeeded();
      return config.scopesRefresh();
    } catch (RateLimitedException e) {
      LOG.info("{}: listing what it selects waits. {}", config.source(), e.getMessage());
      var wait = Duration.between(Instant.now(), e.until());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (IOException | RetriableException e) {
      var wait = backoff.failed();
      LOG.warn("{}: listing what it selects failed: {}", config.source(), e.getMessage());
      return wait;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
