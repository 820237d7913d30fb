package io.alluvium.app.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In JVMs of their own: what differs from one JVM to the next must not matter. */
@Tag("crash")
final class ResumeIT {
  @TempDir private Path directory;

  @Test
  void readsNothingTwiceHoweverOftenItIsStarted() throws Exception {
    var tree = GitRepo.create(directory.resolve("tree"));
    for (int i = 0; i < 20; i++) {
      tree.write("bed-" + i + ".md", "Layer " + i + "\n");
      tree.commit("Lay down layer " + i);
    }
    try (var node = new NodeProcess(directory.resolve("node"), tree.directory())) {
      for (int start = 0; start < 4; start++) {
        node.start();
        node.awaitReady();
        node.awaitDrained();
        var source = node.get("/api/v1/sources").path("sources").get(0);
        assertThat(source.path("read").asInt()).as("after start %d", start + 1).isEqualTo(40);
        assertThat(source.path("new").asInt()).isEqualTo(40);
        node.stop();
      }
    }
  }
}
