package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EndToEndIT {
  /** Within two seconds, as bench/run Start measures; a busy machine may take longer. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final Duration FIRST_READ = Duration.ofSeconds(90);
  private static final String SOURCE = "e2e";

  @TempDir static Path directory;
  private static GitRepo repository;
  private static String quagga = "";
  private static final TestNode NODE = TestNode.shared();

  @BeforeAll
  static void follow() {
    repository = GitRepo.create(directory);
    repository.write(
        "src/HttpHeaderParser.java", "class HttpHeaderParser { int maxHeaderSize; }\n");
    repository.commit("Parse headers");
    repository.write("README.md", "A quagga is an extinct zebra.\n");
    repository.commit("Describe the quagga");
    quagga = repository.git("rev-parse", "HEAD");
    NODE.watch(SOURCE, directory);
    within(
        FIRST_READ,
        "both files and both commits are found",
        () -> NODE.search("", "source", SOURCE).path("total").asInt() == 4);
  }

  @AfterAll
  static void forget() {
    NODE.remove(SOURCE);
  }

  @Test
  void findsFilesByPartsOfIdentifiersAndPaths() {
    assertThat(NODE.titles("header parser", SOURCE)).contains("src/HttpHeaderParser.java");
    assertThat(NODE.titles("maxHeaderSize", SOURCE)).contains("src/HttpHeaderParser.java");
  }

  @Test
  void findsCommitsByTheirMessage() {
    var hits = NODE.search("describe quagga", "source", SOURCE, "kind", "commit").path("hits");
    assertThat(hits.findValuesAsText("title")).containsExactly("Describe the quagga");
    var hit = hits.get(0);
    assertThat(hit.path("entityKey").asText()).isEqualTo("commit:" + quagga);
    assertThat(hit.path("snippet").asText()).contains("README.md");
  }

  @Test
  void marksWhatMatchedInTheSnippet() {
    var hit = NODE.search("quagga", "source", SOURCE, "kind", "file").path("hits").get(0);
    var mark = hit.path("snippetMarks").get(0);
    var snippet = hit.path("snippet").asText();
    assertThat(snippet.substring(mark.get(0).asInt(), mark.get(1).asInt())).isEqualTo("quagga");
  }

  @Test
  void opensAWholeEventByItsId() {
    var hit = NODE.search("quagga", "source", SOURCE, "kind", "file").path("hits").get(0);
    var path = "/api/v1/events/" + hit.path("eventId").asText();
    within(
        FIRST_READ,
        "the event is opened",
        () -> NODE.get(path).at("/event/text").asText().equals("A quagga is an extinct zebra.\n"));
    assertThat(NODE.get("/api/v1/status").at("/parts/cold").asText()).isEqualTo("running");
    assertThat(NODE.get("/api/v1/events/none").path("code").asText()).isEqualTo("QUESTION_INVALID");
    assertThat(NODE.metrics()).contains("alluvium_tier_failed{tier=\"cold\"} 0.0");
  }

  @Test
  void followsAFileFromItsCreationToItsDeletion() throws Exception {
    repository.write("notes/one.txt", "okapi\n");
    within(SOON, "created", () -> NODE.titles("okapi", SOURCE).contains("notes/one.txt"));
    repository.write("notes/one.txt", "gerenuk\n");
    within(SOON, "changed", () -> NODE.titles("gerenuk", SOURCE).contains("notes/one.txt"));
    assertThat(NODE.titles("okapi", SOURCE)).isEmpty();
    Files.move(directory.resolve("notes/one.txt"), directory.resolve("notes/two.txt"));
    within(
        SOON,
        "renamed",
        () -> {
          var titles = NODE.titles("gerenuk", SOURCE);
          return titles.size() == 1 && titles.contains("notes/two.txt");
        });
    Files.delete(directory.resolve("notes/two.txt"));
    within(SOON, "deleted", () -> NODE.titles("gerenuk", SOURCE).isEmpty());
  }

  @Test
  void findsACommitSoonAfterItWasMade() {
    repository.git("commit", "-q", "--allow-empty", "-m", "Mention the pangolin");
    within(SOON, "committed", () -> NODE.titles("pangolin", SOURCE).size() == 1);
  }

  @Test
  void saysHowFarTheSourceIsProven() {
    within(
        FIRST_READ,
        "files and commits are processed",
        () ->
            NODE.source(SOURCE).path("read").asLong() >= 4
                && NODE.source(SOURCE).path("scopes").findValues("processedAsOf").stream()
                        .filter(JsonNode::isTextual)
                        .count()
                    == 2);
    var source = NODE.source(SOURCE);
    assertThat(source.path("state").asText()).isEqualTo("running");
    assertThat(source.path("path").asText()).isEqualTo(directory.toString());
    assertThat(source.path("deadLettered").asLong()).isZero();
  }
}
