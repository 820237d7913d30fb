package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The packaged connectors in Kafka Connect as Kafka ships it. */
@Execution(ExecutionMode.CONCURRENT)
final class OrdinaryWorkerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String SOURCE = "elsewhere";
  private static final String MANAGED = "/api/v1/sources/managed";

  @TempDir Path directory;
  @TempDir Path watched;

  @Test
  void runsThePackagedConnectorAtLeastOnceAsByDefault() throws Exception {
    var node = TestNode.shared();
    var repository = GitRepo.create(watched);
    repository.write("numbat.txt", "numbat\n");
    repository.commit("Add the numbat");
    try (var worker = OrdinaryWorker.start(node, "ordinary", directory, Map.of())) {
      var settings = new HashMap<>(OrdinaryWorker.converters(node));
      settings.put("connector.class", "io.alluvium.connectors.files.FilesSourceConnector");
      settings.put("files.path", watched.toString());
      settings.put("files.root.id", SOURCE);
      worker.rest().put(SOURCE, settings);
      within(PATIENCE, "file and commit", () -> node.titles("numbat", SOURCE).size() == 2);
      assertThat(node.titles("numbat", SOURCE)).containsOnly("numbat.txt", "Add the numbat");
      Files.delete(watched.resolve("numbat.txt"));
      within(PATIENCE, "deleted", () -> node.titles("numbat", SOURCE).size() == 1);
      worker.rest().delete(SOURCE);
    }
  }

  @Test
  void managesTheSourcesOfAClusterOfOthersAsItsOwn() throws Exception {
    var shared = TestNode.shared();
    Files.writeString(watched.resolve("quokka.txt"), "quokka\n");
    try (var worker = OrdinaryWorker.start(shared, "managed", directory, Map.of());
        var node = TestNode.start(directory.resolve("node"), managing(shared, worker))) {
      node.request("PUT", MANAGED, settings());
      within(PATIENCE, "found", () -> shared.titles("quokka", "managed").size() == 1);
      within(PATIENCE, "proven", () -> coverage(node).path("complete").asBoolean());
      node.post(MANAGED + "/pause");
      within(PATIENCE, "paused", () -> state(node).equals("paused"));
      Files.writeString(watched.resolve("later.txt"), "quokka, later\n");
      node.post(MANAGED + "/resume");
      within(PATIENCE, "goes on", () -> shared.titles("quokka", "managed").size() == 2);
      node.post(MANAGED + "/reset");
      within(PATIENCE, "read again", () -> count(node, "duplicates") >= 2);
      assertThat(count(node, "new")).isEqualTo(2);
      assertThat(worker.rest().connectors()).containsOnlyKeys("managed");
      node.request("DELETE", MANAGED, "");
      within(PATIENCE, "removed", () -> worker.rest().connectors().isEmpty());
    }
  }

  private static Map<String, String> managing(TestNode shared, OrdinaryWorker worker) {
    return Map.of(
        "roles", "connect",
        "bootstrap.servers", shared.bootstrapServers(),
        "schema.registry.url", shared.registryUrl(),
        "connect.url", worker.rest().root().toString());
  }

  private String settings() {
    return """
    {"connector.class": "files", "files.path": "%s", "files.root.id": "managed",
     "files.rescan.ms": "1000", "exactly.once.support": "requested"}\
    """
        .formatted(watched);
  }

  private static JsonNode coverage(TestNode node) {
    return node.get("/api/v1/coverage?source=managed");
  }

  private static String state(TestNode node) {
    return node.source("managed").path("state").asText();
  }

  private static long count(TestNode node, String what) {
    return node.source("managed").path(what).asLong();
  }
}
