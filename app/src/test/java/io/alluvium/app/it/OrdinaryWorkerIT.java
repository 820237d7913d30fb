package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;

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
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SOURCE = "elsewhere";

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
}
