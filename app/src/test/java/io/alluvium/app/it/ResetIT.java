package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResetIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String SOURCE = "reset";

  @TempDir Path directory;

  @Test
  void readsEverythingAgainWithoutOneNewEvent() throws Exception {
    var node = TestNode.shared();
    var repository = GitRepo.create(directory);
    for (int i = 0; i < 20; i++) {
      repository.write("f" + i + ".txt", "capybara " + i + "\n");
      repository.commit("Capybara " + i);
    }
    node.watch(SOURCE, directory);
    within(PATIENCE, "files and commits", () -> node.source(SOURCE).path("new").asLong() == 40);
    long read = node.source(SOURCE).path("read").asLong();

    node.post("/api/v1/sources/" + SOURCE + "/reset");
    within(PATIENCE, "all again", () -> node.source(SOURCE).path("read").asLong() >= read + 40);
    assertThat(node.source(SOURCE).path("new").asLong()).isEqualTo(40);
    assertThat(node.source(SOURCE).path("duplicates").asLong()).isGreaterThanOrEqualTo(40);

    Files.delete(directory.resolve("f0.txt"));
    within(
        PATIENCE,
        "still knows what it had",
        () -> node.titles("capybara 0", SOURCE).stream().noneMatch("f0.txt"::equals));
    node.remove(SOURCE);
  }

  @Test
  void refusesAnUnknownSource() {
    var answer = TestNode.shared().post("/api/v1/sources/nobody/reset");
    assertThat(answer.path("code").asText()).isEqualTo("SOURCE_UNKNOWN");
    assertThat(answer.path("status").asInt()).isEqualTo(404);
  }
}
