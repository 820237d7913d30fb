package io.alluvium.app.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A whole node in a JVM of its own, as a user starts it, so that a test may kill it. */
final class NodeProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final Path watched;
  private final int httpPort = FreePort.next();
  private final int kafkaPort = FreePort.next();
  private final int connectPort = FreePort.next();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> settings = new HashMap<>();
  private boolean vectors;
  private Process process;

  /**
   * @param directory where data, configuration and log go
   * @param watched folder to watch
   */
  NodeProcess(Path directory, Path watched) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.watched = watched;
    // Short rescans, so that coverage is claimed anew soon after the last change.
    Files.writeString(
        directory.resolve("alluvium.yaml"),
        """
        sources:
          watched:
            connector.class: io.alluvium.connectors.files.FilesSourceConnector
            files.path: "%s"
            files.rescan.ms: 2000
        """
            .formatted(watched));
  }

  /** Adds options of {@code up} to every start from now on. */
  NodeProcess with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Sets something by the environment at every start from now on, as {@code ALLUVIUM_…}. */
  NodeProcess set(String key, String value) {
    settings.put("ALLUVIUM_" + key.replace('.', '_').toUpperCase(Locale.ROOT), value);
    return this;
  }

  /** Lets every start from now on make vectors too, which takes most of the time. */
  NodeProcess withVectors() {
    vectors = true;
    return this;
  }

  void start() throws IOException {
    start("connect,ingest,enrich,serve");
  }

  /** Starts a node that does only a part of the work. */
  void start(String roles) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("jvm.flags").trim().split("\\s+")));
    command.addAll(List.of("-Xmx1g", "-cp", classPath(), "io.alluvium.app.Alluvium", "up"));
    command.addAll(List.of("--data-dir", dataDirectory().toString()));
    command.addAll(List.of("--config", directory.resolve("alluvium.yaml").toString()));
    command.addAll(List.of("--port", Integer.toString(httpPort)));
    command.addAll(List.of("--kafka-port", Integer.toString(kafkaPort)));
    command.addAll(List.of("--connect-port", Integer.toString(connectPort)));
    command.addAll(options);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ALLUVIUM_ROLES", roles);
    builder.environment().put("ALLUVIUM_ENRICH_OFF", vectors ? "" : "passages");
    builder.environment().putAll(settings);
    process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())).start();
  }

  void awaitReady() {
    await("ready", Duration.ofMinutes(3), () -> status("/health/ready") == 200);
  }

  /** SIGKILL: nothing is flushed, nothing is said. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM, and waits until it has drained. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("The node did not stop within 60 s of SIGTERM; log: " + log());
    }
  }

  boolean alive() {
    return process != null && process.isAlive();
  }

  /**
   * Waits until every scope's coverage is processed as of a time after now, and every reader has
   * read to the end.
   */
  void awaitDrained() {
    awaitCovered(Instant.now());
  }

  private void awaitCovered(Instant changesEnded) {
    await(
        "drained",
        Duration.ofSeconds(180),
        () -> {
          var scopes = 0;
          for (var source : get("/api/v1/sources").path("sources")) {
            for (var scope : source.path("scopes")) {
              scopes++;
              var asOf = scope.path("processedAsOf").asText("");
              if (asOf.isEmpty() || !Instant.parse(asOf).isAfter(changesEnded)) {
                return false;
              }
            }
          }
          return scopes > 0 && get("/api/v1/status").path("hotLag").asLong(-1) == 0;
        });
  }

  JsonNode search(String query, int limit) {
    var encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    return get("/api/v1/search?q=" + encoded + "&limit=" + limit);
  }

  JsonNode get(String path) {
    try {
      return JSON.readTree(send(path).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int status(String path) {
    try {
      return send(path).statusCode();
    } catch (IOException e) {
      return -1;
    }
  }

  private HttpResponse<String> send(String path) throws IOException {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(10)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + httpPort;
  }

  String bootstrapServers() {
    return "127.0.0.1:" + kafkaPort;
  }

  String registryUrl() {
    return url() + "/registry";
  }

  Path dataDirectory() {
    return directory.resolve("data");
  }

  Path watched() {
    return watched;
  }

  Path log() {
    return directory.resolve("node.log");
  }

  @Override
  public void close() throws InterruptedException {
    if (alive()) {
      kill();
    }
  }

  void await(String what, Duration limit, BooleanSupplier condition) {
    var deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        if (condition.getAsBoolean()) {
          return;
        }
      } catch (UncheckedIOException e) {
        // Not up yet: asked again until the limit.
      }
      if (!process.isAlive()) {
        throw new AssertionError("The node died; log:\n" + tail());
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "Not %s within %s; status %s; log:%n%s".formatted(what, limit, lastStatus(), tail()));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private String lastStatus() {
    try {
      return send("/api/v1/status").body();
    } catch (IOException e) {
      return "none: " + e;
    }
  }

  private String tail() {
    try {
      var lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  private static String classPath() {
    var surefire = System.getProperty("surefire.test.class.path");
    return surefire != null ? surefire : System.getProperty("java.class.path");
  }
}
