package io.alluvium.app.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a file around a kill -9: afterwards, search shows the truth. */
final class TruthAfterKillIT {
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

  private static Path path(GitRepo tree, String name) {
    return tree.directory().resolve(name + ".txt");
  }

  private static void awaitTitles(NodeProcess node, String word, String... names) {
    var expected = List.of(names).stream().map(name -> name + ".txt").toList();
    try {
      node.await("true", Duration.ofSeconds(20), () -> titles(node, word).equals(expected));
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
