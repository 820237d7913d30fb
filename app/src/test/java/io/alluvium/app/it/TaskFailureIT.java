package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TaskFailureIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path directory;

  @AfterEach
  void forget() {
    TestNode.shared().remove("steady");
    TestNode.shared().remove("moody");
  }

  @Test
  void restartsWhatFailedWithPausesAndDisturbsNoOther() {
    var node = TestNode.shared();
    var repository = GitRepo.create(directory);
    node.watch("steady", directory);
    FailingConnector.BROKEN.set(true);
    node.put("moody", Map.of("connector.class", FailingConnector.class.getName()));

    within(
        PATIENCE,
        "seen failed",
        () -> {
          var moody = node.source("moody");
          return moody.path("state").asText().equals("failed")
              && moody.path("error").asText().equals("The moon is in the wrong phase");
        });
    within(PATIENCE, "restarted twice", () -> FailingConnector.STARTS.get() >= 3);
    within(
        PATIENCE,
        "says when it tries again",
        () -> node.source("moody").path("tasks").path(0).hasNonNull("nextRestartAt"));
    assertThat(node.source("steady").path("state").asText()).isEqualTo("running");
    repository.write("meanwhile.txt", "tapir\n");
    within(PATIENCE, "others go on", () -> !node.titles("tapir", "steady").isEmpty());

    FailingConnector.BROKEN.set(false);
    within(
        PATIENCE, "recovered", () -> node.source("moody").path("state").asText().equals("running"));
    assertThat(node.source("moody").path("error").isNull()).isTrue();
  }
}
