package io.alluvium.topology;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** As much of a Confluent registry as serdes ask for, over real HTTP. */
final class TestRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IDS = "/schemas/ids/";

  private final HttpServer server;
  private final List<String> schemas = new ArrayList<>();
  private volatile boolean away;

  TestRegistry() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot start a registry", e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  SchemaRegistryClient client() {
    return SchemaRegistryClient.of("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void goAway() {
    away = true;
  }

  void comeBack() {
    away = false;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    var request = exchange.getRequestBody().readAllBytes();
    var path = exchange.getRequestURI().getPath();
    var answer = path.startsWith(IDS) ? byId(path) : register(request);
    var body = JSON.writeValueAsBytes(answer);
    exchange.sendResponseHeaders(status(answer), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private int status(Map<String, ?> answer) {
    if (away) {
      return 503;
    }
    return answer.containsKey("error_code") ? 404 : 200;
  }

  private Map<String, ?> byId(String path) {
    var id = Integer.parseInt(path.substring(IDS.length()));
    return id >= 1 && id <= schemas.size()
        ? Map.of("schema", schemas.get(id - 1))
        : Map.of("error_code", 40403, "message", "Schema not found");
  }

  private Map<String, ?> register(byte[] request) throws IOException {
    var schema = JSON.readTree(request).get("schema").asText();
    if (!schemas.contains(schema)) {
      schemas.add(schema);
    }
    return Map.of("id", schemas.indexOf(schema) + 1);
  }
}
