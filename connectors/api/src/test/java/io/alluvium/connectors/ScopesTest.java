package io.alluvium.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScopesTest {
  private final Rooms rooms = new Rooms();
  private final Worker worker = new Worker();
  private final ReaderSourceConnector connector =
      new ReaderSourceConnector(rooms, ReaderSourceTask.class) {};

  @AfterEach
  void stop() {
    connector.stop();
  }

  @Test
  void sharesOutEveryScopeOnce() {
    rooms.listings.add(List.of("c", "a", "b"));
    start("60000");
    assertThat(shares(2)).containsExactly(List.of("a", "b"), List.of("c"));
    assertThat(shares(9)).hasSize(3);
  }

  @Test
  void plansAnewWhenTheSelectionChanges() throws InterruptedException {
    rooms.listings.add(List.of("a"));
    rooms.listings.add(List.of("a"));
    rooms.listings.add(List.of("a", "b"));
    start("1000");
    assertThat(worker.replanned.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    assertThat(shares(4)).containsExactly(List.of("a"), List.of("b"));
    assertThat(worker.replanned.availablePermits()).isZero();
  }

  @Test
  void waitsOutALimitAtTheStartWithoutTasks() throws InterruptedException {
    rooms.listings.add(new RateLimitedException(Instant.now().plusMillis(200), "used up"));
    rooms.listings.add(List.of("a"));
    start("60000");
    assertThat(shares(4)).isEmpty();
    assertThat(worker.replanned.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    assertThat(shares(4)).containsExactly(List.of("a"));
  }

  @Test
  void triesAgainWhenListingFails() throws InterruptedException {
    rooms.listings.add(new IOException("connection reset"));
    rooms.listings.add(List.of("a"));
    start("60000");
    assertThat(worker.replanned.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    assertThat(shares(4)).containsExactly(List.of("a"));
  }

  @Test
  void doesNotStartWithRejectedCredentials() {
    rooms.listings.add(
        new PermanentFaultException(
            FailureReason.CREDENTIALS_REJECTED, "The token is not valid", "Give a valid one"));
    assertThatThrownBy(() -> start("60000")).hasMessageStartingWith("CREDENTIALS_REJECTED");
  }

  @Test
  void failsWhenItIsRefusedLater() throws InterruptedException {
    rooms.listings.add(List.of("a"));
    rooms.listings.add(
        new PermanentFaultException(FailureReason.GONE, "The house is gone", "Build another"));
    start("1000");
    assertThat(worker.failed.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private void start(String refresh) {
    connector.initialize(worker);
    connector.start(Map.of("name", "under-test", "scopes.refresh.ms", refresh));
  }

  private List<List<String>> shares(int maxTasks) {
    return connector.taskConfigs(maxTasks).stream()
        .map(task -> rooms.configure(task).scopes())
        .toList();
  }

  /** A source whose listings are written down beforehand; the last one stays. */
  private static final class Rooms implements SourceType<ListSource.Settings> {
    final ConcurrentLinkedDeque<Object> listings = new ConcurrentLinkedDeque<>();
    private List<String> last = List.of();

    @Override
    public String name() {
      return "rooms";
    }

    @Override
    public ConfigDef definition() {
      return SourceConfig.scopedDefinition();
    }

    @Override
    public ListSource.Settings configure(Map<String, String> settings) {
      return new ListSource.Settings(definition(), settings);
    }

    @Override
    public List<Finding> validate(ListSource.Settings config) {
      return List.of();
    }

    @Override
    public List<SourceReader<?>> open(ListSource.Settings config, ReaderContext context) {
      return List.of();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Optional<List<String>> scopes(ListSource.Settings config) throws IOException {
      var next = listings.poll();
      if (next instanceof IOException passing) {
        throw passing;
      }
      if (next instanceof RuntimeException fault) {
        throw fault;
      }
      last = next == null ? last : (List<String>) next;
      return Optional.of(last);
    }
  }

  private static final class Worker implements SourceConnectorContext {
    final Semaphore replanned = new Semaphore(0);
    final CountDownLatch failed = new CountDownLatch(1);

    @Override
    public void requestTaskReconfiguration() {
      replanned.release();
    }

    @Override
    public void raiseError(Exception e) {
      failed.countDown();
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
      throw new UnsupportedOperationException("Not asked for by a connector");
    }

    @Override
    public PluginMetrics pluginMetrics() {
      throw new UnsupportedOperationException("Not asked for by a connector");
    }
  }
}
