package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Plays back what GitHub once answered, header by header. Knows nothing but the recording: an
 * address gets its recorded answer, a listing its recorded pages one after the other, whatever is
 * asked for besides, and everything else the 404 that was recorded.
 */
final class RecordedGithub implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "https://api.github.com";
  private static final Pattern PAGE = Pattern.compile("[?&]page=(\\d+)");

  private final HttpServer server;
  private final List<JsonNode> recording = new ArrayList<>();
  private final Map<String, Deque<JsonNode>> listings = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  RecordedGithub() throws IOException {
    try (var in = RecordedGithub.class.getResourceAsStream("octokit-fixtures.json")) {
      JSON.readTree(in).forEach(recording::add);
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers that were recorded in a scenario, in order. */
  List<JsonNode> scenario(String name) {
    return recording.stream().filter(one -> one.path("scenario").asText().equals(name)).toList();
  }

  /** Gives a listing these pages. */
  void list(String path, List<JsonNode> pages) {
    listings.put(path, new ArrayDeque<>(pages));
  }

  /** Paths with questions that were asked for so far. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    asked.add(uri.toString());
    write(exchange, find(uri).orElseGet(() -> scenario("branch-protection").get(0)));
  }

  private Optional<JsonNode> find(URI uri) {
    var pages = listings.get(uri.getPath());
    if (pages == null) {
      return recorded(uri.toString());
    }
    var page = PAGE.matcher(uri.toString());
    if (page.find()) {
      return recorded(uri.toString());
    }
    return Optional.of(pages.size() > 1 ? pages.remove() : pages.element());
  }

  private Optional<JsonNode> recorded(String address) {
    return recording.stream().filter(one -> one.path("path").asText().equals(address)).findFirst();
  }

  private void write(HttpExchange exchange, JsonNode recorded) throws IOException {
    var headers = exchange.getResponseHeaders();
    recorded
        .path("headers")
        .properties()
        .forEach(header ->
            headers.set(
                header.getKey(), header.getValue().asText().replace(API, url().toString())));
    var etag = recorded.path("headers").path("ETag").asText();
    if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
    } else {
      var body = recorded.path("body").toString().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(recorded.path("status").asInt(), body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
