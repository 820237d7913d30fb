package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceManagementIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** One of its own for each test: the node that they share keeps what is known of a source. */
  private final String source = "managed-" + UUID.randomUUID();

  private final String path = "/api/v1/sources/" + source;

  @TempDir Path directory;

  @Test
  void addsPausesResumesSyncsAndRemovesASourceWhileRunning() throws IOException {
    var node = TestNode.shared();
    Files.writeString(directory.resolve("a.txt"), "obsidian one");
    assertThat(add(node).path("done").asText()).isEqualTo("added");
    within(PATIENCE, "found", () -> node.titles("obsidian", source).contains("a.txt"));
    within(PATIENCE, "proven", () -> coverage(node).path("complete").asBoolean());
    var scope = coverage(node).path("scopes").get(0);
    assertThat(scope.path("scope").asText()).isEqualTo(directory.toString());
    assertThat(scope.path("processedAsOf").asText()).isNotEmpty();
    node.awaitMetric(
        "alluvium_coverage_proven_timestamp_seconds\\{.*guarantees=\".*source=\"" + source + "\"");

    node.post(path + "/pause");
    within(PATIENCE, "paused", () -> state(node).equals("paused"));
    Files.writeString(directory.resolve("b.txt"), "obsidian two");
    node.post(path + "/resume");
    within(PATIENCE, "found", () -> node.titles("obsidian", source).contains("b.txt"));

    node.post(path + "/sync");
    within(PATIENCE, "runs again", () -> state(node).equals("running"));
    node.request("DELETE", path, "");
    within(PATIENCE, "gone", () -> node.get(path).path("code").asText().equals("SOURCE_UNKNOWN"));
    assertThat(node.titles("obsidian", source)).contains("a.txt", "b.txt");
  }

  @Test
  void countsWhatEachRunOfASourceDid() throws IOException {
    var node = TestNode.shared();
    Files.writeString(directory.resolve("a.txt"), "obsidian one");
    Files.writeString(directory.resolve("b.txt"), "obsidian two");
    add(node);
    within(PATIENCE, "counted", () -> run(node).path("emitted").asInt() == 2);
    within(PATIENCE, "processed", () -> run(node).path("inserted").asInt() == 2);
    assertThat(run(node).path("read").asInt()).isEqualTo(2);
    within(PATIENCE, "caught up", () -> run(node).hasNonNull("caughtUpAt"));
    node.awaitMetric("alluvium_source_run_records\\{outcome=\"new\"");

    node.post(path + "/reset");
    within(PATIENCE, "read again", () -> run(node).path("duplicates").asInt() == 2);
    assertThat(run(node).path("inserted").asInt()).isZero();
    node.request("DELETE", path, "");
    within(PATIENCE, "gone", () -> node.get(path).path("code").asText().equals("SOURCE_UNKNOWN"));
  }

  @Test
  void saysWhatIsWrongWithASourceAndAddsNothing() {
    var node = TestNode.shared();
    var answer = node.request("PUT", path, "{\"connector.class\":\"carrier-pigeon\"}");
    assertThat(answer.path("code").asText()).isEqualTo("CONNECTOR_UNKNOWN");
    assertThat(answer.path("remedy").asText()).contains("files").containsOnlyOnce("postgres");
    answer =
        node.request(
            "PUT", path, "{\"connector.class\":\"files\",\"files.path\":\"/does/not/exist\"}");
    assertThat(answer.path("code").asText()).isEqualTo("SOURCE_INVALID");
    assertThat(answer.path("title").asText()).contains("/does/not/exist does not exist");
    assertThat(node.request("PUT", path, "[1]").path("code").asText())
        .isEqualTo("SETTINGS_INVALID");
    assertThat(node.request("PUT", "/api/v1/sources/a%20b", "{\"a\":1}").path("code").asText())
        .isEqualTo("SOURCE_NAME");
    assertThat(node.get(path).path("status").asInt()).isEqualTo(404);
  }

  @Test
  void keepsWhatWasAddedOverARestartAndLeavesTheConfigurationsSourcesAlone() throws IOException {
    var tree = Files.createDirectories(directory.resolve("tree"));
    Files.writeString(tree.resolve("a.txt"), "obsidian");
    var configured =
        Map.of("sources.fixed.connector.class", "files", "sources.fixed.files.path", "" + tree);
    try (var node = TestNode.start(directory.resolve("data"), configured)) {
      add(node);
      assertThat(node.request("DELETE", "/api/v1/sources/fixed", "").path("code").asText())
          .isEqualTo("SOURCE_READ_ONLY");
    }
    try (var node = TestNode.start(directory.resolve("data"), configured)) {
      within(PATIENCE, "runs again", () -> state(node).equals("running"));
      assertThat(node.source("fixed").path("state").asText()).isNotEqualTo("failed");
    }
  }

  private JsonNode add(TestNode node) {
    return node.request(
        "PUT",
        path,
        "{\"connector.class\":\"files\",\"files.path\":\"%s\",\"files.rescan.ms\":1000}"
            .formatted(directory));
  }

  private String state(TestNode node) {
    return node.source(source).path("state").asText();
  }

  private JsonNode run(TestNode node) {
    return node.source(source).path("run");
  }

  private JsonNode coverage(TestNode node) {
    return node.get("/api/v1/coverage?source=" + source);
  }
}
