package io.alluvium.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.app.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class HttpServerTest {
  private static HttpServer server;

  @BeforeAll
  static void start() {
    server =
        HttpServer.start(
            0,
            routes -> {
              routes.get("/thing", ctx -> ctx.result("the thing"));
              routes.post("/thing", ctx -> ctx.result("changed"));
              routes.get(
                  "/wrong",
                  ctx -> {
                    throw new UserError("QUESTION_INVALID", "It is wrong.", "Put it right.");
                  });
              routes.get(
                  "/broken",
                  ctx -> {
                    throw new IllegalStateException("a secret");
                  });
            });
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void answersUnderEveryNameOfTheLoopback() throws Exception {
    for (var host : new String[] {"127.0.0.1", "localhost", "LOCALHOST", "[::1]"}) {
      assertThat(ask("GET", "/thing", host + ":" + server.port(), "")).contains("the thing");
    }
  }

  @Test
  void refusesANameThatAnAttackerBoundToTheLoopback() throws Exception {
    var answer = ask("GET", "/thing", "evil.example", "");
    assertThat(answer).startsWith("HTTP/1.1 421").contains("FOREIGN_HOST");
    assertThat(answer).doesNotContain("the thing");
  }

  @Test
  void refusesAChangeThatAnotherPageAsksFor() throws Exception {
    var own = "127.0.0.1:" + server.port();
    assertThat(ask("POST", "/thing", own, "Origin: http://evil.example"))
        .startsWith("HTTP/1.1 403")
        .contains("FOREIGN_ORIGIN");
    assertThat(ask("POST", "/thing", own, "Origin: http://127.0.0.1:1")).contains("FOREIGN_ORIGIN");
    assertThat(ask("POST", "/thing", own, "Origin: null")).contains("FOREIGN_ORIGIN");
    assertThat(ask("POST", "/thing", own, "Origin: http://" + own)).contains("changed");
    assertThat(ask("POST", "/thing", own, "")).contains("changed");
  }

  @Test
  void answersMistakesAsProblems() throws Exception {
    var own = "127.0.0.1:" + server.port();
    assertThat(ask("GET", "/wrong", own, ""))
        .startsWith("HTTP/1.1 400")
        .contains("Content-Type: application/problem+json")
        .contains("\"title\":\"It is wrong.\"", "\"remedy\":\"Put it right.\"");
    assertThat(ask("GET", "/nowhere", own, ""))
        .startsWith("HTTP/1.1 404")
        .contains("application/problem+json");
  }

  @Test
  void tellsNothingOfAnUnexpectedFailure() throws Exception {
    var answer = ask("GET", "/broken", "127.0.0.1:" + server.port(), "");
    assertThat(answer).startsWith("HTTP/1.1 500").contains("INTERNAL").doesNotContain("secret");
  }

  @Test
  void sendsSafeHeadersWithEverything() throws Exception {
    assertThat(ask("GET", "/thing", "127.0.0.1:" + server.port(), ""))
        .contains("Content-Security-Policy: default-src 'none'")
        .contains("X-Content-Type-Options: nosniff");
  }

  /** By hand, because Java's client does not let one choose the Host header. */
  private static String ask(String method, String path, String host, String header)
      throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      var request =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\nConnection: close\r\nContent-Length: 0\r\n"
              + (header.isEmpty() ? "" : header + "\r\n")
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
