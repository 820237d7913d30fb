package io.alluvium.app.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.connect.ConnectRest;
import io.alluvium.app.node.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A whole node on free ports, asked over HTTP as a user would. Starting one takes seconds, so tests
 * that need no node of their own share {@link #shared()}, each with sources of its own.
 */
final class TestNode implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String FILES = "io.alluvium.connectors.files.FilesSourceConnector";
  private static @Nullable TestNode shared;

  private final Node node;
  private final int httpPort;
  private final int kafkaPort;
  private final int connectPort;

  private TestNode(Node node, int httpPort, int kafkaPort, int connectPort) {
    this.node = node;
    this.httpPort = httpPort;
    this.kafkaPort = kafkaPort;
    this.connectPort = connectPort;
  }

  /** The node of this JVM. */
  static synchronized TestNode shared() {
    if (shared == null) {
      try {
        var directory = Files.createTempDirectory("alluvium-it");
        var started = start(directory, Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started, directory)));
        // What begins when a node is ready is not to be measured with what a test does first.
        within(Duration.ofSeconds(120), "enriching", started::enriches);
        shared = started;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  /** A node of its own; the ports are other ones at each start. */
  static TestNode start(Path directory, Map<String, String> settings) {
    int http = FreePort.next();
    int kafka = FreePort.next();
    int connect = FreePort.next();
    var config = new HashMap<>(settings);
    config.put("data.dir", directory.toString());
    // Most tests compare what was said, not what it means.
    config.putIfAbsent("enrich.off", "passages");
    config.putIfAbsent("http.port", Integer.toString(http));
    config.putIfAbsent("kafka.port", Integer.toString(kafka));
    config.putIfAbsent("connect.port", Integer.toString(connect));
    return new TestNode(Node.start(NodeConfig.of(config), step -> {}), http, kafka, connect);
  }

  private boolean enriches() {
    return get("/api/v1/status").at("/parts/enrich").asText().equals("running");
  }

  String bootstrapServers() {
    return "127.0.0.1:" + kafkaPort;
  }

  String registryUrl() {
    return "http://127.0.0.1:" + httpPort + "/registry";
  }

  /** Follows a directory. */
  void watch(String name, Path directory) {
    put(
        name,
        Map.of(
            "connector.class", FILES,
            "files.path", directory.toString(),
            "files.root.id", name));
  }

  void put(String name, Map<String, String> settings) {
    node.putSource(name, settings);
  }

  /** Follows it no longer, so that the next test has the machine for itself. */
  void remove(String name) {
    try (var connect = new ConnectRest(URI.create("http://127.0.0.1:" + connectPort))) {
      connect.delete(name);
    }
  }

  JsonNode get(String path) {
    return request("GET", path, "");
  }

  JsonNode post(String path) {
    return request("POST", path, "");
  }

  JsonNode request(String method, String path, String body) {
    try {
      return JSON.readTree(answer(method, path, body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String metrics() {
    return text("/metrics");
  }

  /** What it answers, as it is. */
  String text(String path) {
    return answer("GET", path, "");
  }

  private String answer(String method, String path, String body) {
    var uri = URI.create("http://127.0.0.1:" + httpPort + path);
    var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body)).build();
    try {
      return CLIENT.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What answers, most hits first. */
  JsonNode search(String words, String... parameters) {
    var path = new StringBuilder("/api/v1/search?q=" + encode(words));
    for (int i = 0; i < parameters.length; i += 2) {
      path.append('&').append(parameters[i]).append('=').append(encode(parameters[i + 1]));
    }
    return get(path.toString());
  }

  /** Titles of what answers. */
  List<String> titles(String words, String source) {
    return search(words, "source", source, "limit", "1000").path("hits").findValuesAsText("title");
  }

  JsonNode source(String name) {
    for (var source : get("/api/v1/sources").path("sources")) {
      if (source.path("name").asText().equals(name)) {
        return source;
      }
    }
    return JSON.createObjectNode();
  }

  /** Waits until its metrics have something of this form. */
  void awaitMetric(String pattern) {
    var form = Pattern.compile(pattern);
    within(Duration.ofSeconds(90), "metric " + pattern, () -> form.matcher(metrics()).find());
  }

  /** Waits until something holds, and says how long it took. */
  static Duration within(Duration limit, String what, Callable<Boolean> holds) {
    long from = System.nanoTime();
    try {
      while (!holds.call()) {
        var taken = Duration.ofNanos(System.nanoTime() - from);
        assertThat(taken).describedAs(what).isLessThan(limit);
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return Duration.ofNanos(System.nanoTime() - from);
  }

  @Override
  public void close() {
    node.close();
  }

  private static void stop(TestNode node, Path directory) {
    node.close();
    try (var files = Files.walk(directory)) {
      files.sorted((one, other) -> other.compareTo(one)).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
