package io.alluvium.connectors.postgres;

import io.debezium.connector.postgresql.PostgresConnector;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's connector and task, run as a worker would run them.
 *
 * <p>What Debezium takes for its stored offset is ours to say: where to begin, and later what is
 * safe in Kafka, which is what its {@code commit} confirms to the slot. One feed is used up by its
 * first failure.
 */
final class ChangeFeed {
  private static final long STOP_MS = 800;

  private final PostgresConnectorTask task = new PostgresConnectorTask();
  private final Map<String, String> settings;
  private volatile @Nullable Map<String, Object> offset;
  private @Nullable CompletableFuture<Void> stopped;

  private ChangeFeed(Map<String, String> settings, @Nullable Map<String, Object> offset) {
    this.settings = settings;
    this.offset = offset;
  }

  /** A feed of the rows that are there, without any log. */
  static ChangeFeed snapshot(Map<String, String> settings) {
    return new ChangeFeed(settings, null);
  }

  /** A feed of what was committed at or after an LSN. */
  static ChangeFeed log(Map<String, String> settings, long from) {
    return new ChangeFeed(settings, Map.of("lsn", from));
  }

  /** Starts reading, in Debezium's own threads. */
  void start() {
    var connector = new PostgresConnector();
    connector.start(settings);
    var taskSettings = connector.taskConfigs(1).get(0);
    task.initialize(new Context(taskSettings, new Offsets()));
    task.start(taskSettings);
  }

  /**
   * The next records; empty if there are none right now.
   *
   * @throws IOException if the feed has ended
   */
  List<SourceRecord> poll() throws IOException {
    try {
      var records = task.poll();
      return records == null ? List.of() : records;
    } catch (ConnectException e) {
      throw new IOException(rootMessage(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  /** Lets the server drop the log before an LSN, with the next {@link #poll}. */
  void confirm(long lsn) throws IOException {
    offset = Map.of("lsn", lsn, "lsn_commit", lsn);
    try {
      task.commit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  /** Begins to stop; waits a moment for it. */
  synchronized void stop() {
    if (stopped == null) {
      stopped =
          CompletableFuture.runAsync(
              task::stop,
              run -> {
                var thread = new Thread(run, "postgres-feed-stop");
                thread.setDaemon(true);
                thread.start();
              });
    }
    try {
      stopped.get(STOP_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
      // It goes on in its thread; the slot says when it has let go.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the deepest cause that says anything says: Debezium wraps it in general words. */
  static String rootMessage(Throwable fault) {
    var message = fault.toString();
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        message = cause.getMessage();
      }
    }
    return message;
  }

  private record Context(Map<String, String> configs, OffsetStorageReader offsetStorageReader)
      implements SourceTaskContext {
    @Override
    @SuppressWarnings("NullAway") // As in Debezium's own engine: it does not ask for any.
    public PluginMetrics pluginMetrics() {
      return null;
    }
  }

  private final class Offsets implements OffsetStorageReader {
    @Override
    @SuppressWarnings("NullAway") // null is how this interface says that nothing is stored.
    public <T> Map<String, Object> offset(Map<String, T> partition) {
      return offset;
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(
        Collection<Map<String, T>> partitions) {
      Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
      partitions.forEach(partition -> found.put(partition, offset(partition)));
      return found;
    }
  }
}
