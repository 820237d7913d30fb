package io.alluvium.schemas.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry that speaks as much of Confluent's REST API as the client asks for. */
public final class RegistryDouble implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer that is not the registry's own. */
  public record Answer(int status, String body) {}

  private final HttpServer server;
  private final List<String> schemas = new ArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Answer> instead = new CopyOnWriteArrayList<>();

  private RegistryDouble(HttpServer server) {
    this.server = server;
  }

  /** Starts on a free port of the loopback, below the path {@code /registry}. */
  public static RegistryDouble start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var registry = new RegistryDouble(server);
      server.createContext("/registry/", registry::handle);
      server.start();
      return registry;
    } catch (IOException e) {
      throw new IllegalStateException("Cannot start a registry", e);
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/registry");
  }

  /** A client that gives up soon. */
  public SchemaRegistryClient client() {
    return client(List.of(url()));
  }

  static SchemaRegistryClient client(List<URI> urls) {
    var soon =
        new RegistryRetries(3, java.time.Duration.ofMillis(1), java.time.Duration.ofMillis(5));
    return new SchemaRegistryClient(urls, soon);
  }

  /** Answers this once, before anything else. */
  void answerInstead(int status, String body) {
    instead.add(new Answer(status, body));
  }

  /** Method, path and what else a test looks at, of each request. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Adds a schema in any type, past all rules. */
  synchronized int add(String answer) {
    schemas.add(answer);
    return schemas.size();
  }

  synchronized String schema(int id) throws IOException {
    return JSON.readTree(schemas.get(id - 1)).get("schema").asText();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getRawPath().substring("/registry".length());
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(exchange.getRequestMethod() + " " + path);
    var answer = instead.isEmpty() ? answer(path, body, exchange) : instead.remove(0);
    var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private synchronized Answer answer(String path, String body, HttpExchange exchange)
      throws IOException {
    if (path.startsWith("/schemas/ids/")) {
      long id = Long.parseLong(path.substring("/schemas/ids/".length()));
      return id >= 1 && id <= schemas.size()
          ? new Answer(200, schemas.get((int) id - 1))
          : new Answer(404, "{\"error_code\":40403,\"message\":\"Schema " + id + " not found\"}");
    }
    if (!exchange
        .getRequestHeaders()
        .getFirst("Content-Type")
        .startsWith("application/vnd.schema")) {
      return new Answer(415, "");
    }
    var schema = JSON.readTree(body).get("schema").asText();
    var stored = JSON.writeValueAsString(Map.of("schema", schema));
    int known = schemas.indexOf(stored);
    return new Answer(200, "{\"id\":" + (known < 0 ? add(stored) : known + 1) + "}");
  }
}
