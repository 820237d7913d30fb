package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.MemoryOffsets;
import io.alluvium.connectors.TaskRun;
import io.alluvium.connectors.files.FilesSourceTask;
import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.RawEvent;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same repository, from a clone and from GitHub. */
final class SameCommitTest {
  @TempDir private Path temp;

  @Test
  void isOneEventFromACloneAndFromGithub() {
    try (var github = new SimulatedGithub()) {
      var web = github.repository("acme/web");
      for (int i = 0; i < 5; i++) {
        web.git().commit("main", "ada", "Commit " + i, Map.of("a.txt", "text " + i));
      }
      web.git().annotatedTag("v1", web.git().branches().get("main"), "ada", "One");
      var fromGithub = github.streams("commits").mirrors(temp).start();
      fromGithub.until(() -> commits(fromGithub).size() == 5);
      var mirror = temp.resolve("hub/127.0.0.1/" + web.id() + ".git");
      var settings = Map.of("name", "clone", "files.path", mirror.toString(), "files.root.id", "x");
      try (var fromClone = TaskRun.start(new FilesSourceTask(), settings, new MemoryOffsets())) {
        fromClone.until(() -> commits(fromClone).size() == 5);
        assertThat(commits(fromClone)).isEqualTo(commits(fromGithub));
      }
    }
  }

  /** Key, hash, title and text of every commit. */
  private static Set<String> commits(TaskRun run) {
    return run.events().stream()
        .filter(event -> event.getKind().equals("commit"))
        .map(SameCommitTest::describe)
        .collect(Collectors.toSet());
  }

  private static String describe(RawEvent event) {
    return String.join(
        "|",
        event.getEntityKey(),
        ContentHash.of(event).hex(),
        event.getTitle().get(),
        event.getText().get());
  }
}
