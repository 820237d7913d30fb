package io.alluvium.app.doctor;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** The Kafka in use: the running node's, or the configured one. */
final class KafkaCheck {
  private static final String CHECK = "kafka";
  private static final int PATIENCE_MS = 5_000;

  private KafkaCheck() {}

  static List<Finding> look(Patient patient) {
    var servers =
        patient.node().map(Patient.Node::kafka).or(() -> patient.config().bootstrapServers());
    return servers.map(addresses -> List.of(ask(addresses))).orElse(List.of());
  }

  private static Finding ask(String servers) {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    try (var admin = Admin.create(settings)) {
      var brokers = admin.describeCluster().nodes().get(2L * PATIENCE_MS, TimeUnit.MILLISECONDS);
      return Finding.ok(CHECK, servers + " answers, " + brokers.size() + " brokers");
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return unreachable(servers, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unreachable(servers, e);
    }
  }

  private static Finding unreachable(String servers, Exception e) {
    var cause = e.getCause() == null ? e : e.getCause();
    return Finding.fail(
        CHECK,
        servers + " does not answer: " + cause.getMessage(),
        "Check bootstrap.servers, and that the broker runs and can be reached from here.");
  }
}
