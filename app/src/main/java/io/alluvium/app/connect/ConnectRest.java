package io.alluvium.app.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.app.connect.ConnectorState.TaskState;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Client of Kafka Connect's REST API. A worker that is rebalancing (409) or not yet up is asked
 * again for {@link #PATIENCE}; every other refusal is thrown with Connect's own words. Thread-safe.
 */
public final class ConnectRest implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 50;
  private static final int CONFLICT = 409;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI root;

  /**
   * A client of one worker.
   *
   * @param root address such as {@code http://127.0.0.1:8083}
   */
  public ConnectRest(URI root) {
    this.root = root;
  }

  /** Address of the worker. */
  public URI root() {
    return root;
  }

  /** Waits until the worker has joined its group and answers. */
  public void awaitReady() {
    request("GET", "/connectors", null);
  }

  /**
   * Asks the connector's own validation.
   *
   * @return what is wrong, as {@code key: message}; empty when the settings are good
   */
  public List<String> validate(Map<String, String> config) {
    var name = config.getOrDefault("connector.class", "");
    var answer =
        request(
            "PUT",
            "/connector-plugins/" + encode(name) + "/config/validate",
            JSON.valueToTree(config));
    var errors = new ArrayList<String>();
    for (var entry : answer.path("configs")) {
      for (var error : entry.path("value").path("errors")) {
        errors.add(entry.path("value").path("name").asText() + ": " + error.asText());
      }
    }
    return List.copyOf(errors);
  }

  /** Classes of the source connectors that the worker has. */
  public List<String> sourcePlugins() {
    var classes = new ArrayList<String>();
    for (var plugin : request("GET", "/connector-plugins", null)) {
      if (plugin.path("type").asText().equals("source")) {
        classes.add(plugin.path("class").asText());
      }
    }
    return List.copyOf(classes);
  }

  /** Creates the connector, or gives it these settings. */
  public void put(String name, Map<String, String> config) {
    request("PUT", connector(name) + "/config", JSON.valueToTree(config));
  }

  /** Every connector with settings, state and tasks, by name. */
  public Map<String, ConnectorState> connectors() {
    var answer = request("GET", "/connectors?expand=info&expand=status", null);
    var states = new HashMap<String, ConnectorState>();
    answer
        .properties()
        .forEach(entry -> states.put(entry.getKey(), state(entry.getKey(), entry.getValue())));
    return states;
  }

  /** A setting of every task of the connector, of those that have it. */
  public List<String> taskSettings(String name, String setting) {
    var values = new ArrayList<String>();
    for (var task : request("GET", connector(name) + "/tasks", null)) {
      var value = task.path("config").path(setting);
      if (value.isTextual()) {
        values.add(value.asText());
      }
    }
    return List.copyOf(values);
  }

  /** Restarts the connector object alone. */
  public void restart(String name) {
    request("POST", connector(name) + "/restart", null);
  }

  /** Restarts the connector object and every task. */
  public void restartWithTasks(String name) {
    request("POST", connector(name) + "/restart?includeTasks=true&onlyFailed=false", null);
  }

  /** Restarts one task; all others go on. */
  public void restartTask(String name, int task) {
    request("POST", connector(name) + "/tasks/" + task + "/restart", null);
  }

  /** Stops every task of the connector and waits until none is left, as changing offsets needs. */
  public void stop(String name) {
    request("PUT", connector(name) + "/stop", null);
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var state = connectors().get(name);
      if (state != null && state.state().equals("STOPPED") && state.tasks().isEmpty()) {
        return;
      }
      pause();
    }
    throw new ConnectRefusedException(0, "Connector " + name + " did not stop");
  }

  /** Lets the connector and its tasks rest; they keep what they have in memory. */
  public void pause(String name) {
    request("PUT", connector(name) + "/pause", null);
  }

  /** Starts the tasks of a stopped or paused connector again. */
  public void resume(String name) {
    request("PUT", connector(name) + "/resume", null);
  }

  /** Removes the connector; its offsets stay. */
  public void delete(String name) {
    request("DELETE", connector(name), null);
  }

  /** Source partitions of the connector with their offsets. */
  public Map<JsonNode, JsonNode> offsets(String name) {
    var offsets = new HashMap<JsonNode, JsonNode>();
    request("GET", connector(name) + "/offsets", null)
        .path("offsets")
        .forEach(entry -> offsets.put(entry.path("partition"), entry.path("offset")));
    return offsets;
  }

  /** Forgets the offsets of these source partitions; the connector must be stopped. */
  public void forgetOffsets(String name, Iterable<JsonNode> partitions) {
    var body = JSON.createObjectNode();
    var list = body.putArray("offsets");
    for (var partition : partitions) {
      ObjectNode entry = list.addObject();
      entry.set("partition", partition);
      entry.set("offset", NullNode.getInstance());
    }
    if (!list.isEmpty()) {
      request("PATCH", connector(name) + "/offsets", body);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }

  private static ConnectorState state(String name, JsonNode expanded) {
    var config = new HashMap<String, String>();
    expanded
        .path("info")
        .path("config")
        .properties()
        .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
    var status = expanded.path("status");
    var tasks = new ArrayList<TaskState>();
    for (var task : status.path("tasks")) {
      tasks.add(
          new TaskState(
              task.path("id").asInt(),
              task.path("state").asText(),
              task.path("trace").textValue()));
    }
    var connector = status.path("connector");
    return new ConnectorState(
        name,
        config,
        connector.path("state").asText("UNASSIGNED"),
        connector.path("trace").textValue(),
        tasks);
  }

  private JsonNode request(String method, String path, @Nullable JsonNode body) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        var response = send(method, path, body);
        if (response.statusCode() < 300) {
          return response.body().isEmpty() ? NullNode.getInstance() : parse(response.body());
        }
        if (!passes(response) || System.nanoTime() > deadline) {
          throw refused(response);
        }
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw new ConnectRefusedException("Kafka Connect does not answer at " + root, e);
        }
      }
      pause();
    }
  }

  private HttpResponse<String> send(String method, String path, @Nullable JsonNode body)
      throws IOException {
    var publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
    var request =
        HttpRequest.newBuilder(URI.create(root + path))
            .timeout(Duration.ofSeconds(90))
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectRefusedException("Interrupted while asking Kafka Connect", e);
    }
  }

  private static boolean passes(HttpResponse<String> response) {
    return response.statusCode() == CONFLICT || response.statusCode() == 503;
  }

  private static ConnectRefusedException refused(HttpResponse<String> response) {
    var message = response.body();
    try {
      message = JSON.readTree(response.body()).path("message").asText(message);
    } catch (JsonProcessingException e) {
      // Not every refusal is JSON; then its text is the message.
    }
    return new ConnectRefusedException(response.statusCode(), message);
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new ConnectRefusedException("Kafka Connect answered what is not JSON: " + body, e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectRefusedException("Interrupted while waiting for Kafka Connect", e);
    }
  }

  private static String connector(String name) {
    return "/connectors/" + encode(name);
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
