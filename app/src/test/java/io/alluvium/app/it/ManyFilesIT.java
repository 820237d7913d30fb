package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More changes at once than any watch queue holds. */
final class ManyFilesIT {
  private static final int FILES = 10_000;
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String SOURCE = "many";

  @TempDir Path directory;

  @AfterEach
  void forget() {
    TestNode.shared().remove(SOURCE);
  }

  @Test
  void findsTenThousandFilesThatACheckoutChangedAtOnce() {
    var node = TestNode.shared();
    var repository = GitRepo.create(directory);
    writeAll(repository, "walrus");
    repository.commit("Walruses");
    repository.git("checkout", "-q", "-b", "other");
    writeAll(repository, "narwhal");
    repository.commit("Narwhals");
    repository.git("checkout", "-q", "main");
    node.put(
        SOURCE,
        Map.of(
            "connector.class",
            "io.alluvium.connectors.files.FilesSourceConnector",
            "files.path",
            directory.toString(),
            "files.root.id",
            SOURCE,
            "files.git",
            "false"));
    within(PATIENCE, "all walruses", () -> count(node, "walrus") == FILES);
    repository.git("checkout", "-q", "other");
    within(PATIENCE, "all narwhals", () -> count(node, "narwhal") == FILES);
    assertThat(count(node, "walrus")).isZero();
    assertThat(node.search("", "source", SOURCE).path("total").asInt()).isEqualTo(FILES);
  }

  private static int count(TestNode node, String word) {
    return node.search(word, "source", SOURCE).path("total").asInt();
  }

  private static void writeAll(GitRepo repository, String word) {
    for (int i = 0; i < FILES; i++) {
      repository.write("d" + i % 97 + "/f" + i + ".txt", word + " number " + i + "\n");
    }
  }
}
