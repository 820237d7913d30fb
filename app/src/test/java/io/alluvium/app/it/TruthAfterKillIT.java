package io.alluvium.app.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a file around a kill -9: afterwards, search shows the truth. */
@Tag("crash")
final class TruthAfterKillIT {
  private static final String WITHOUT_ENRICHMENT = "connect,ingest,serve";

  @TempDir private Path directory;

  @Test
  void searchShowsTheTruthWhateverHappenedAroundAKill() throws Exception {
    var tree = GitRepo.create(directory.resolve("tree"));
    for (var name : List.of("reverted", "renamed", "recreated", "deleted", "edited")) {
      tree.write(name + ".txt", "basalt " + name + "\n");
    }
    try (var node = new NodeProcess(directory.resolve("node"), tree.directory())) {
      node.start();
      node.awaitReady();
      awaitTitles(node, "basalt", "deleted", "edited", "recreated", "renamed", "reverted");

      tree.write("reverted.txt", "granite reverted\n");
      Files.move(path(tree, "renamed"), path(tree, "renamed-away"));
      Files.delete(path(tree, "recreated"));
      tree.write("edited.txt", "granite edited\n");
      awaitTitles(node, "granite", "edited", "reverted");
      awaitTitles(node, "basalt", "deleted", "renamed-away");

      tree.write("reverted.txt", "basalt reverted\n");
      Files.move(path(tree, "renamed-away"), path(tree, "renamed"));
      Files.delete(tree.write("touched-and-removed.txt", "basalt touched\n"));
      node.kill();
      tree.write("recreated.txt", "basalt recreated\n");
      Files.delete(path(tree, "deleted"));

      node.start();
      node.awaitReady();
      node.awaitDrained();
      awaitTitles(node, "basalt", "recreated", "renamed", "reverted");
      awaitTitles(node, "granite", "edited");
    }
  }

  @Test
  void searchShowsTheTruthAlsoWhileEnrichmentLagsBehindAndWhenItHasCaughtUp() throws Exception {
    var tree = GitRepo.create(directory.resolve("tree"));
    for (var name : List.of("reverted", "renamed", "recreated", "deleted", "edited")) {
      tree.write(name + ".txt", "basalt " + name + "\n");
    }
    try (var node = new NodeProcess(directory.resolve("node"), tree.directory())) {
      node.start(WITHOUT_ENRICHMENT);
      node.awaitReady();
      awaitTitles(node, "basalt", "deleted", "edited", "recreated", "renamed", "reverted");
      changeEverything(tree, node);
      awaitTheTruth(node);
      node.kill();

      node.start(WITHOUT_ENRICHMENT);
      node.awaitReady();
      node.awaitDrained();
      awaitTheTruth(node);
      node.stop();

      node.start();
      node.awaitReady();
      node.await("enriched", Duration.ofSeconds(120), () -> isEnriched(node));
      node.awaitDrained();
      awaitTheTruth(node);
    }
  }

  /** Leaves each file in the state of which {@link #awaitTheTruth} is the picture. */
  private static void changeEverything(GitRepo tree, NodeProcess node) throws Exception {
    tree.write("reverted.txt", "granite reverted\n");
    Files.move(path(tree, "renamed"), path(tree, "renamed-away"));
    Files.delete(path(tree, "recreated"));
    Files.delete(path(tree, "deleted"));
    tree.write("edited.txt", "granite edited\n");
    awaitTitles(node, "granite", "edited", "reverted");
    awaitTitles(node, "basalt", "renamed-away");
    tree.write("reverted.txt", "basalt reverted\n");
    Files.move(path(tree, "renamed-away"), path(tree, "renamed"));
    tree.write(
        "recreated.txt", "This column of basalt was recreated when the lava cooled again.\n");
    Files.delete(tree.write("touched-and-removed.txt", "basalt touched\n"));
  }

  private static void awaitTheTruth(NodeProcess node) {
    awaitTitles(node, "basalt", "recreated", "renamed", "reverted");
    awaitTitles(node, "granite", "edited");
  }

  // Language is what enrichment adds to a hit.
  private static boolean isEnriched(NodeProcess node) {
    var hits = node.search("recreated", 1).path("hits");
    return !hits.path(0).path("language").asText("").isEmpty();
  }

  private static Path path(GitRepo tree, String name) {
    return tree.directory().resolve(name + ".txt");
  }

  private static void awaitTitles(NodeProcess node, String word, String... names) {
    var expected = List.of(names).stream().map(name -> name + ".txt").toList();
    try {
      node.await("true", Duration.ofSeconds(90), () -> titles(node, word).equals(expected));
    } catch (AssertionError e) {
      assertThat(titles(node, word)).as("files with '%s'", word).isEqualTo(expected);
    }
  }

  private static List<String> titles(NodeProcess node, String word) {
    var hits = node.search(word, 50).path("hits");
    return StreamSupport.stream(hits.spliterator(), false)
        .filter(hit -> hit.path("kind").asText().equals("file"))
        .map(hit -> hit.path("title").asText())
        .sorted()
        .toList();
  }
}
