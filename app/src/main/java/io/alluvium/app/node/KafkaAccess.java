package io.alluvium.app.node;

import io.alluvium.app.UserError;
import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.embedded.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;

/**
 * The Kafka and the registry this node works with: its own, or somebody else's by address.
 *
 * @param bootstrapServers brokers, as Kafka's clients take them
 * @param registryUrl registry, as our converter takes it
 * @param broker the embedded broker; empty when it is somebody else's
 */
record KafkaAccess(String bootstrapServers, String registryUrl, Optional<EmbeddedBroker> broker)
    implements AutoCloseable {
  private static final int PATIENCE_MS = 10_000;

  /** Starts the embedded broker; the registry is the one below the node's HTTP port. */
  static KafkaAccess embedded(NodeConfig config, DataDirectory directory) {
    try {
      var broker = EmbeddedBroker.start(directory.kafka(), config.kafkaPort());
      return new KafkaAccess(
          broker.bootstrapServers(),
          "http://127.0.0.1:" + config.httpPort() + "/registry",
          Optional.of(broker));
    } catch (KafkaException | IllegalStateException e) {
      throw new UserError(
          "BROKER_FAILED",
          "The embedded Kafka broker did not start: " + e.getMessage() + ".",
          "See the log; 'alluvium doctor' checks the data directory.",
          e);
    }
  }

  /**
   * Checks that both answer.
   *
   * @throws UserError BROKER_UNREACHABLE or REGISTRY_UNREACHABLE
   */
  static KafkaAccess external(String bootstrapServers, String registryUrl) {
    requireBroker(bootstrapServers);
    requireRegistry(registryUrl);
    return new KafkaAccess(bootstrapServers, registryUrl, Optional.empty());
  }

  /** What every client of Kafka needs. */
  Map<String, Object> clientConfig() {
    // Our own broker has no use for the metrics that clients would gather for it.
    return broker.isPresent()
        ? Map.of("bootstrap.servers", bootstrapServers, "enable.metrics.push", false)
        : Map.of("bootstrap.servers", bootstrapServers);
  }

  @Override
  public void close() {
    broker.ifPresent(EmbeddedBroker::close);
  }

  private static void requireBroker(String bootstrapServers) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "request.timeout.ms",
            PATIENCE_MS,
            "default.api.timeout.ms",
            PATIENCE_MS);
    try (var admin = Admin.create(config)) {
      admin.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MS)).nodes().get();
    } catch (ExecutionException | KafkaException e) {
      throw new UserError(
          "BROKER_UNREACHABLE",
          "No Kafka broker answers at " + bootstrapServers + ".",
          "Check --bootstrap-servers and that the broker runs.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while looking for Kafka", e);
    }
  }

  private static void requireRegistry(String registryUrl) {
    var first = registryUrl.split(",", 2)[0].strip();
    var uri = URI.create(first.endsWith("/") ? first + "subjects" : first + "/subjects");
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofMillis(PATIENCE_MS)).build();
    try (var client =
        HttpClient.newBuilder().connectTimeout(Duration.ofMillis(PATIENCE_MS)).build()) {
      var status = client.send(request, BodyHandlers.discarding()).statusCode();
      client.shutdownNow();
      // Whoever asks for a password is there.
      if (status >= 500) {
        throw new IOException("status " + status);
      }
    } catch (IOException e) {
      throw new UserError(
          "REGISTRY_UNREACHABLE",
          "No schema registry answers at " + first + ".",
          "Check schema.registry.url and that the registry runs.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while looking for the registry", e);
    }
  }
}
