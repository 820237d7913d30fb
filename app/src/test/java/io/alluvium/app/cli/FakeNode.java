package io.alluvium.app.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Speaks a node's HTTP API from prepared answers, and remembers what it was asked. */
final class FakeNode implements AutoCloseable {
  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();

  FakeNode() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var path = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
          synchronized (asked) {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          }
          var answer = answers.getOrDefault(path, new Answer(404, "nothing here"));
          var body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  FakeNode answering(String request, int status, String body) {
    answers.put(request, new Answer(status, body));
    return this;
  }

  FakeNode answering(String request, String body) {
    return answering(request, 200, body);
  }

  String port() {
    return Integer.toString(server.getAddress().getPort());
  }

  List<String> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
