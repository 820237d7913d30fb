package io.alluvium.app.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.app.embedded.registry.EmbeddedRegistry;
import io.alluvium.app.embedded.registry.RegistryRoutes;
import io.alluvium.app.node.TopicSetup;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.Topics.Cleanup;
import io.javalin.Javalin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on a Kafka and a registry that run elsewhere. */
abstract class ExternalKafkaContract {
  /** Starts a Kafka that is not the node's own and returns where it answers. */
  abstract String bootstrapServers() throws Exception;

  @Test
  void ingestsSearchesAndResumesOnAKafkaThatRunsElsewhere(@TempDir Path directory)
      throws Exception {
    var tree = GitRepo.create(directory.resolve("tree"));
    tree.write("notes/delta.md", "A delta grows where the river slows.\n");
    tree.commit("Note how a delta grows");
    var kafka = bootstrapServers();
    var topic = new Topics.Spec(new Topics("elsewhere").registry(), 1, Cleanup.COMPACTED);
    try (var registry = new EmbeddedRegistry();
        var admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      new TopicSetup(admin).ensure(List.of(topic));
      var http = Javalin.create(c -> RegistryRoutes.mount(c.routes, registry, "")).start(0);
      registry.start(kafka, topic.name());
      try (var node =
          new NodeProcess(directory.resolve("node"), tree.directory())
              .with("--bootstrap-servers", kafka)
              .with("--schema-registry-url", "http://127.0.0.1:" + http.port())) {
        node.start();
        node.awaitReady();
        node.awaitDrained();
        assertThat(node.search("delta grows", 10).path("total").asInt()).isEqualTo(2);
        node.stop();

        tree.write("notes/levee.md", "A levee keeps the river in its bed.\n");
        node.start();
        node.awaitReady();
        node.awaitDrained();
        assertThat(node.search("levee", 10).path("total").asInt()).isEqualTo(1);
        assertThat(node.search("delta grows", 10).path("total").asInt()).isEqualTo(2);
        assertThat(Files.exists(node.dataDirectory().resolve("kafka"))).isFalse();
      } finally {
        http.stop();
      }
    }
  }
}
