package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.app.UserError;
import io.alluvium.app.config.NodeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks a running node over its HTTP API. Errors it answers become {@link UserError}s. */
final class NodeClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI base;
  private final String notRunning;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  private NodeClient(URI base, String notRunning) {
    this.base = base;
    this.notRunning = notRunning;
  }

  /**
   * A client for the node that the configuration means: the one on the port if that was said, else
   * the one that runs on the data directory.
   */
  static NodeClient of(NodeConfig config, boolean portNamed) {
    if (portNamed) {
      return local(config.httpPort());
    }
    int port = RunningNode.on(config).map(RunningNode::httpPort).orElse(config.httpPort());
    return new NodeClient(
        loopback(port),
        "No node is running on %s (nothing answers on port %d).".formatted(config.dataDir(), port));
  }

  /** A client for the node that listens on this port. */
  static NodeClient local(int port) {
    return new NodeClient(loopback(port), "No node answers on port " + port + ".");
  }

  /** A client for a server of the node that is not its own API, such as Kafka Connect's. */
  static NodeClient at(String url) {
    return new NodeClient(URI.create(url), "Nothing answers at " + url + ".");
  }

  private static URI loopback(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What the node answers, as the text it sent. */
  String get(String path, Map<String, String> parameters) {
    return send(HttpRequest.newBuilder(uri(path, parameters)).GET());
  }

  /** What the node answers, as a tree. */
  JsonNode getJson(String path, Map<String, String> parameters) {
    return json(get(path, parameters));
  }

  /** What the node says about itself. */
  JsonNode status() {
    return getJson("/api/v1/status", Map.of());
  }

  /** Every source and how it is doing. */
  JsonNode sources() {
    return getJson("/api/v1/sources", Map.of()).path("sources");
  }

  /** Asks for a change; returns the node's answer. */
  String send(String method, String path, String json) {
    return send(
        HttpRequest.newBuilder(uri(path, Map.of()))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json)));
  }

  /** True when something answers the liveness check. */
  boolean live() {
    try {
      get("/health/live", Map.of());
      return true;
    } catch (UserError notThere) {
      return false;
    }
  }

  @Override
  public void close() {
    // shutdownNow, because close would wait for idle connections
    http.shutdownNow();
  }

  /** One part of a path, encoded. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A path with parameters behind it. */
  static String withParameters(String path, Map<String, String> parameters) {
    var query =
        parameters.entrySet().stream()
            .map(entry -> segment(entry.getKey()) + "=" + segment(entry.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  private URI uri(String path, Map<String, String> parameters) {
    return base.resolve(withParameters(path, parameters));
  }

  private String send(HttpRequest.Builder request) {
    try {
      var response =
          http.send(
              request.timeout(PATIENCE).header("Accept", "application/json").build(),
              BodyHandlers.ofString());
      if (response.statusCode() >= 400) {
        throw problem(response.statusCode(), response.body());
      }
      return response.body();
    } catch (ConnectException e) {
      throw new UserError(
          "NODE_NOT_RUNNING", notRunning, "Start one with 'alluvium up --watch PATH'.", e);
    } catch (HttpTimeoutException e) {
      throw new UserError(
          "NODE_SLOW",
          "The node at " + base + " did not answer in " + PATIENCE.toSeconds() + " s.",
          "See 'alluvium doctor'.",
          e);
    } catch (IOException e) {
      throw new UserError(
          "NODE_UNREACHABLE", "Lost the node at " + base + ".", "Is it still running?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError("INTERRUPTED", "Interrupted.", "Run it again.", e);
    }
  }

  /** RFC 9457 says what went wrong; a server that is not ours says only a status. */
  private UserError problem(int status, String body) {
    JsonNode problem;
    try {
      problem = Json.parse(body);
    } catch (UncheckedIOException notJson) {
      return stranger(status, notJson);
    }
    if (!problem.hasNonNull("code")) {
      return stranger(status, null);
    }
    return new UserError(
        problem.path("code").asText(),
        problem.path("title").asText(),
        problem.path("remedy").asText(""));
  }

  private UserError stranger(int status, @Nullable Exception cause) {
    var error =
        new UserError(
            "NOT_A_NODE",
            "What answers at "
                + base
                + " is not an Alluvium node, or an older one (status "
                + status
                + ").",
            "Name the right port with --port.");
    if (cause != null) {
      error.initCause(cause);
    }
    return error;
  }

  private JsonNode json(String body) {
    try {
      return Json.parse(body);
    } catch (UncheckedIOException e) {
      throw stranger(200, e);
    }
  }
}
