package io.alluvium.app.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.node.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drives the page in Chromium by {@code src/test/browser}: against a node that has just ingested a
 * small repository, and against a stand-in for the states that a healthy node does not show.
 */
@Tag("browser")
final class WebPageBrowserIT {
  private static final Path BROWSER_TEST = Path.of("src/test/browser").toAbsolutePath();
  private static final String WORDS = "connection pool";
  private static final int FILES = 15;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path directory;

  @BeforeAll
  static void fetchTheBrowsersDriver() throws Exception {
    run(BROWSER_TEST, Map.of(), "npm", "ci", "--no-fund", "--no-audit");
  }

  @Test
  void thePageOfARunningNodeSearchesAndFollowsTheKeys() throws Exception {
    int port = FreePort.next();
    try (var node = Node.start(config(port, repository()), step -> {})) {
      awaitHits(port);

      run(
          BROWSER_TEST,
          Map.of("ALLUVIUM_URL", "http://127.0.0.1:" + port, "ALLUVIUM_WORDS", WORDS),
          "npm",
          "test");
      assertThat(node.status().ready()).isTrue();
    }
  }

  @Test
  void thePageShowsEveryStateOfAStandIn() throws Exception {
    run(BROWSER_TEST, Map.of(), "npm", "test");
  }

  private NodeConfig config(int port, Path repository) throws IOException {
    return NodeConfig.of(
        Map.of(
            "data.dir", directory.resolve("data").toString(),
            "http.port", Integer.toString(port),
            "kafka.port", Integer.toString(FreePort.next()),
            "connect.port", Integer.toString(FreePort.next()),
            "sources.harbor.connector.class", "io.alluvium.connectors.files.FilesSourceConnector",
            "sources.harbor.files.path", repository.toString()));
  }

  /** Enough files and commits about one thing that the list goes on below the fold. */
  private Path repository() throws Exception {
    var repository = Files.createDirectories(directory.resolve("harbor"));
    git(repository, "init", "-q");
    for (int i = 0; i < FILES; i++) {
      var file = repository.resolve("src/pool/Lease" + i + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, "/** Gives the connection back to the pool. */\nclass Lease" + i + " {}\n");
      git(repository, "add", ".");
      git(repository, "commit", "-q", "-m", "Give connection " + i + " back to the pool");
    }
    return repository;
  }

  private static void git(Path repository, String... arguments) throws Exception {
    var command = new String[arguments.length + 5];
    var identity =
        new String[] {"git", "-c", "user.name=Mira", "-c", "user.email=mira@example.org"};
    System.arraycopy(identity, 0, command, 0, identity.length);
    System.arraycopy(arguments, 0, command, identity.length, arguments.length);
    run(repository, Map.of(), command);
  }

  private static void awaitHits(int port) throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/v1/search?limit=1&q=connection+pool"))
            .build();
    var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try (var client = HttpClient.newHttpClient()) {
      var body = "";
      while (!body.contains("\"total\":" + 2 * FILES + ",")) {
        assertThat(System.nanoTime()).as("files and commits missing: " + body).isLessThan(deadline);
        Thread.sleep(200);
        body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      }
    }
  }

  private static void run(Path directory, Map<String, String> environment, String... command)
      throws Exception {
    var builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var output = Files.createTempFile("run", ".log");
    try {
      var process = builder.redirectOutput(output.toFile()).start();
      var ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      assertThat(ended && process.exitValue() == 0)
          .as(() -> Arrays.toString(command) + " failed:\n" + read(output))
          .isTrue();
    } finally {
      Files.delete(output);
    }
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
