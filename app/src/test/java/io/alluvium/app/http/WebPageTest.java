package io.alluvium.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebPageTest {
  private HttpServer server;

  @BeforeEach
  void start() {
    server = HttpServer.start(0, routes -> {});
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/search?q=pool&kind=file", "/sources"})
  void everyAddressOfThePageGetsTheSameDocument(String address) throws Exception {
    var answer = get(address);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(answer.body()).contains("<title>Alluvium</title>").contains("/app.js");
  }

  @ParameterizedTest
  @CsvSource({
    "/app.js, text/javascript",
    "/page.css, text/css",
    "/theme.js, text/javascript",
    "/favicon.svg, image/svg+xml"
  })
  void filesComeWithTheTypeThatBrowsersInsistOn(String path, String type) throws Exception {
    var answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
  }

  @Test
  void nothingInlineMayRun() throws Exception {
    var answer = get("/search");

    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("script-src 'self'")
        .contains("style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(answer.body()).doesNotContain("style=").doesNotContain("onclick");
  }

  @Test
  void otherAddressesAreNotFound() throws Exception {
    assertThat(get("/nowhere").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
