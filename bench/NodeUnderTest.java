import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

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

  /** A node that watches a directory. */
  NodeUnderTest(Path watched, Path data) throws IOException {
    this(data, "connect,ingest,enrich,serve", "--watch", watched.toString());
  }

  /** A node that does a part of the work. */
  static NodeUnderTest with(Path data, String roles, String... options) throws IOException {
    return new NodeUnderTest(Files.createDirectories(data), roles, options);
  }

  /** The same, with settings beside. */
  static NodeUnderTest with(Path data, String roles, Map<String, String> environment, String... options)
      throws IOException {
    return new NodeUnderTest(Files.createDirectories(data), roles, environment, options);
  }

  private NodeUnderTest(Path data, String roles, String... options) throws IOException {
    this(data, roles, Map.of(), options);
  }

  private NodeUnderTest(
      Path data, String roles, Map<String, String> environment, String... options)
      throws IOException {
    var command = new ArrayList<>(List.of(System.getProperty("alluvium"), "up"));
    command.addAll(List.of("--data-dir", data.toString(), "--port", "" + httpPort));
    command.addAll(List.of("--kafka-port", "" + kafkaPort, "--connect-port", "" + freePort()));
    command.addAll(List.of(options));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ALLUVIUM_ROLES", roles);
    builder.environment().putAll(environment);
    process =
        builder
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
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  boolean ready() throws IOException {
    return send("/health/ready").statusCode() == 200;
  }

  /** Whether files and commits are claimed, the claims processed and the index has read it all. */
  boolean drained() throws IOException {
    return drained(2);
  }

  /** The same of so many scopes: a directory that is no repository has one. */
  boolean drained(int claimed) throws IOException {
    var scopes = get("/api/v1/sources").path("sources").path(0).path("scopes");
    for (var scope : scopes) {
      if (!scope.path("processedAsOf").isTextual()) {
        return false;
      }
    }
    return scopes.size() >= claimed && get("/api/v1/status").path("hotLag").asLong(-1) == 0;
  }

  boolean answers(String path) throws IOException {
    return send(path).statusCode() == 200;
  }

  /** As {@code kill -9}; what it leaves is another node's to find. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sum of the metrics whose lines begin so: a name, and maybe its first tags. */
  double metric(String beginning) throws IOException {
    return send("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(beginning))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
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

  /** Asks for a change. */
  void put(String path, String json) throws IOException {
    try {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                  .PUT(HttpRequest.BodyPublishers.ofString(json))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IOException(answer.body());
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** What is alive in its heap, in MB: it collects everything first. */
  long liveMegabytes() throws IOException, InterruptedException {
    // Counted in the very pause of the collection: what is made a moment later does not live long.
    var total = Pattern.compile("Total +\\d+ +(\\d+)").matcher(jcmd("GC.class_histogram"));
    if (!total.find()) {
      throw new IOException("No total in the histogram of " + process.pid());
    }
    return Long.parseLong(total.group(1)) >> 20;
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var run = new ProcessBuilder(jcmd, "" + process.pid(), command).start();
    var output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    run.waitFor();
    return output;
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
