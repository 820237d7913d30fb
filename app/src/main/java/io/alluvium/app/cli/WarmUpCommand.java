package io.alluvium.app.cli;

import io.alluvium.app.UserError;
import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.config.Ports;
import io.alluvium.app.node.Node;
import io.alluvium.connectors.files.RootId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code alluvium warm-up DIR}, for the launcher: runs a small node through a whole short life, so
 * that the JVM can write down which classes that takes (its AOT cache).
 */
@Command(name = "warm-up", hidden = true, description = "Run a node once, for the AOT cache.")
final class WarmUpCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String WORD = "Sediment";
  private static final int FILES = 3;

  @Parameters(paramLabel = "DIR", description = "Empty directory; everything happens in it.")
  private Path directory = Path.of("");

  private final Session session;

  WarmUpCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    var ports = Ports.free(3);
    var watched = sample(directory.resolve("watched"));
    var settings = new LinkedHashMap<String, String>();
    settings.put("data.dir", directory.resolve("data").toString());
    settings.put("http.port", Integer.toString(ports[0]));
    settings.put("kafka.port", Integer.toString(ports[1]));
    settings.put("connect.port", Integer.toString(ports[2]));
    new WatchedPath("sample", watched, RootId.of(watched))
        .settings()
        .forEach((key, value) -> settings.put("sources.sample." + key, value));
    Logs.asAsked(Map.of("ALLUVIUM_LOG", "warn"));
    try (var node = Node.start(NodeConfig.of(settings), step -> session.terminal().line(step))) {
      awaitHit(ports[0]);
      client("search", WORD, "--port", Integer.toString(ports[0]));
      client("sources", "--port", Integer.toString(ports[0]));
      awaitEnriched(ports[0]);
    }
    // Threads of libraries may live on; what was to be learned has been.
    return ExitCode.OK;
  }

  private static void awaitHit(int port) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (var node = NodeClient.local(port)) {
      while (node.getJson("/api/v1/search", Map.of("q", WORD)).path("hits").isEmpty()) {
        if (System.nanoTime() > end) {
          throw new UserError(
              "WARM_UP", "The sample did not become searchable.", "Start without the cache.");
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Enrichment begins when the node is ready, and what it takes is to be learned too. */
  private void awaitEnriched(int port) {
    var reading =
        Thread.ofVirtual()
            .start(() ->
                client(
                    "tail",
                    "--topic=enriched",
                    "--from-beginning",
                    "--limit=" + FILES,
                    "--port=" + port));
    try {
      reading.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void client(String... arguments) {
    var nowhere = new PrintWriter(Writer.nullWriter());
    var terminal = new Terminal(nowhere, nowhere, false, true, 100);
    Commands.run(new Session(terminal, Map.of(), session.directory(), session.clock()), arguments);
  }

  private static Path sample(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("docs"));
    Files.writeString(directory.resolve("README.md"), "# " + WORD + "\n\nLaid down in layers.\n");
    Files.writeString(directory.resolve("docs/guide.txt"), "How the river carries " + WORD + ".\n");
    Files.writeString(directory.resolve("RiverBed.java"), "final class RiverBed {}\n");
    return directory.toRealPath();
  }
}
