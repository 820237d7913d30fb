import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A node as a user starts it, seen from outside. */
final class NodeUnderTest implements AutoCloseable {
  interface Condition {
    boolean holds() throws IOException;
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  final int httpPort = freePort();
  final int kafkaPort = freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;

  NodeUnderTest(Path watched, Path data) throws IOException {
    process =
        new ProcessBuilder(
                System.getProperty("alluvium"), "up", "--watch", watched.toString(),
                "--data-dir", data.toString(), "--port", "" + httpPort,
                "--kafka-port", "" + kafkaPort, "--connect-port", "" + freePort())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("bench.log").toFile()))
            .start();
  }

  void await(Condition condition) throws InterruptedException {
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException e) {
        // Not up yet.
      }
      if (!process.isAlive()) {
        throw new IllegalStateException("The node died; see bench.log in its data directory");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  boolean ready() throws IOException {
    return send("/health/ready").statusCode() == 200;
  }

  /** Whether files and commits are claimed, the claims processed and the index has read it all. */
  boolean drained() throws IOException {
    var scopes = get("/api/v1/sources").path("sources").path(0).path("scopes");
    for (var scope : scopes) {
      if (!scope.path("processedAsOf").isTextual()) {
        return false;
      }
    }
    return scopes.size() >= 2 && get("/api/v1/status").path("hotLag").asLong(-1) == 0;
  }

  JsonNode get(String path) throws IOException {
    return JSON.readTree(send(path).body());
  }

  private HttpResponse<String> send(String path) throws IOException {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Resident memory in MB; the launcher's process becomes the node's JVM. */
  long residentMegabytes() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    return -1;
  }

  double cpuSeconds() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor(60, TimeUnit.SECONDS);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
