package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.app.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class RestartIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path data;
  @TempDir Path watched;

  @Test
  void goesOnWhereItStoppedAndSeesWhatHappenedMeanwhile() throws Exception {
    var source =
        Map.of(
            "sources.kept.connector.class", "io.alluvium.connectors.files.FilesSourceConnector",
            "sources.kept.files.path", watched.toString(),
            "sources.kept.files.root.id", "kept");
    Files.writeString(watched.resolve("stays.txt"), "ibex\n");
    Files.writeString(watched.resolve("goes.txt"), "ibex\n");
    Files.writeString(watched.resolve("changes.txt"), "ibex\n");
    try (var node = TestNode.start(data, source)) {
      within(PATIENCE, "first read", () -> node.titles("ibex", "kept").size() == 3);
      assertThatThrownBy(() -> TestNode.start(data, source))
          .isInstanceOfSatisfying(
              UserError.class,
              error -> {
                assertThat(error.code()).isEqualTo("DATA_DIR_IN_USE");
                assertThat(error.message()).contains(Long.toString(ProcessHandle.current().pid()));
              });
    }
    Files.delete(watched.resolve("goes.txt"));
    Files.writeString(watched.resolve("changes.txt"), "chamois\n");
    Files.writeString(watched.resolve("comes.txt"), "ibex\n");
    try (var node = TestNode.start(data, source)) {
      within(
          PATIENCE,
          "the truth",
          () ->
              node.titles("chamois", "kept").contains("changes.txt")
                  && Set.copyOf(node.titles("ibex", "kept"))
                      .equals(Set.of("stays.txt", "comes.txt")));
      // three at first, then one change, one new one, one deletion
      within(PATIENCE, "six", () -> node.source("kept").path("new").asLong() == 6);
    }
  }

  @Test
  void refusesATakenPortAndLeavesNothingBehind() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());
      for (var key : new String[] {"http.port", "kafka.port", "connect.port"}) {
        assertThatThrownBy(() -> TestNode.start(data, Map.of(key, port)))
            .isInstanceOfSatisfying(
                UserError.class,
                error -> {
                  assertThat(error.code()).isEqualTo("PORT_TAKEN");
                  assertThat(error.message()).contains(port);
                });
      }
    }
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void refusesASourceThatCannotWork() {
    var source =
        Map.of(
            "sources.lost.connector.class",
            "io.alluvium.connectors.files.FilesSourceConnector",
            "sources.lost.files.path",
            watched.resolve("missing").toString());
    assertThatThrownBy(() -> TestNode.start(data, source))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.code()).isEqualTo("SOURCE_INVALID"));
    try (var node = TestNode.start(data, Map.of())) {
      assertThat(node.get("/health/ready").path("status").asText()).isEqualTo("ready");
    }
  }

  @Test
  void refusesADirectoryOfANewerFormat() throws IOException {
    Files.writeString(data.resolve("format"), "99\n");
    assertThatThrownBy(() -> TestNode.start(data, Map.of()))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.code()).isEqualTo("DATA_DIR_NEWER"));
  }
}
