package io.alluvium.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.RateLimitedException;
import io.alluvium.schemas.FailureReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UpstreamClientTest {
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final RateBudget budget = RateBudget.of(UUID.randomUUID().toString());
  private final AtomicInteger requests = new AtomicInteger();
  private final UpstreamClient client =
      new UpstreamClient(UpstreamClientTest::judge, Duration.ofSeconds(5));
  private final CountDownLatch released = new CountDownLatch(1);
  private HttpServer server;
  private volatile Answer answer = exchange -> reply(exchange, 200, "{\"ok\":true}");

  private static JudgeRules.Verdict judge(
      UpstreamRequest request, UpstreamResponse response, Instant now) {
    return switch (response.status()) {
      case 401 ->
          new JudgeRules.Verdict.Permanent(
              FailureReason.CREDENTIALS_REJECTED, "The token is not valid", "Give a valid one");
      case 429 -> new JudgeRules.Verdict.Limited(now.plusSeconds(60), "too many requests");
      case 500 -> new JudgeRules.Verdict.Transient("status 500");
      default -> new JudgeRules.Verdict.Fine();
    };
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          answer.to(exchange);
        });
    server.start();
  }

  @AfterEach
  void stop() {
    released.countDown();
    client.close();
    server.stop(0);
  }

  @Test
  void givesTheAnswerAndTheNextPage() throws IOException {
    answer =
        exchange -> {
          exchange.getResponseHeaders().add("Link", "</items?page=1>; rel=\"first\"");
          exchange
              .getResponseHeaders()
              .add("Link", "</items?page=3>; rel=\"next\", </l>; rel=last");
          reply(exchange, 200, "{\"ok\":true}");
        };
    var response = client.send(request("/items?page=2"));
    assertThat(response.json().get("ok").asBoolean()).isTrue();
    assertThat(response.next()).contains(uri("/items?page=3"));
  }

  @Test
  void unpacksWhatIsCompressed() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("[1,2]".getBytes(StandardCharsets.UTF_8));
    }
    answer =
        exchange -> {
          exchange.getResponseHeaders().add("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, packed.size());
          exchange.getResponseBody().write(packed.toByteArray());
          exchange.close();
        };
    assertThat(client.send(request("/")).json()).hasSize(2);
  }

  @Test
  void makesAllWhoUseACredentialWaitWhenOneIsLimited() {
    answer = exchange -> reply(exchange, 429, "");
    assertThatThrownBy(() -> client.send(request("/one")))
        .isInstanceOfSatisfying(
            RateLimitedException.class,
            limit -> assertThat(limit.until()).isAfter(Instant.now().plusSeconds(50)));
    try (var other = new UpstreamClient(UpstreamClientTest::judge, Duration.ofSeconds(5))) {
      assertThatThrownBy(() -> other.send(request("/two")))
          .isInstanceOf(RateLimitedException.class);
    }
    assertThat(requests).hasValue(1);
    assertThat(budget.limitedUntil()).isPresent();
  }

  @Test
  void keepsTheLongerOfTwoWaits() {
    var late = Instant.now().plusSeconds(600);
    budget.limit(late, "an hour's requests are used up");
    budget.limit(Instant.now().plusSeconds(1), "too fast");
    assertThat(budget.limitedUntil()).contains(late);
  }

  @Test
  void takesServerErrorsForPassing() {
    answer = exchange -> reply(exchange, 500, "");
    assertThatThrownBy(() -> client.send(request("/x")))
        .isInstanceOf(IOException.class)
        .hasMessage("GET /x failed: status 500");
  }

  @Test
  void takesABodyThatIsCutOffForPassing() {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          exchange.close();
        };
    assertThatThrownBy(() -> client.send(request("/x"))).isInstanceOf(IOException.class);
  }

  /** What the JDK's client does by itself is known: no more than this. */
  @Test
  void sendsAGetTwiceAndAPostOnceWhereConnectionsEndWithoutAnAnswer() throws IOException {
    var accepted = new AtomicInteger();
    try (var mute = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      var hangingUp = new Thread(() -> hangUp(mute, accepted));
      hangingUp.start();
      var uri = URI.create("http://127.0.0.1:" + mute.getLocalPort() + "/");
      assertThatThrownBy(() -> client.send(UpstreamRequest.get(uri, budget)))
          .isInstanceOf(IOException.class);
      assertThat(accepted.getAndSet(0)).isEqualTo(2);
      assertThatThrownBy(() -> client.send(UpstreamRequest.post(uri, "text/plain", "body", budget)))
          .isInstanceOf(IOException.class);
      assertThat(accepted).hasValue(1);
    }
  }

  private static void hangUp(ServerSocket server, AtomicInteger accepted) {
    while (!server.isClosed()) {
      try (var connection = server.accept()) {
        accepted.incrementAndGet();
        connection.getInputStream().read(new byte[8_192]);
      } catch (IOException closed) {
        return;
      }
    }
  }

  @Test
  void takesAProxysPageForPassing() throws IOException {
    answer = exchange -> reply(exchange, 200, "<html>\n <h1>Bad gateway</h1>");
    var response = client.send(request("/x"));
    assertThatThrownBy(response::json)
        .isInstanceOf(IOException.class)
        .hasMessage("The answer of /x is not JSON: <html> <h1>Bad gateway</h1>");
  }

  @Test
  void saysWhatIsRefusedAndWhatToDo() {
    answer = exchange -> reply(exchange, 401, "");
    assertThatThrownBy(() -> client.send(request("/x")))
        .isInstanceOf(PermanentFaultException.class)
        .hasMessage("CREDENTIALS_REJECTED: The token is not valid. Give a valid one");
  }

  @Test
  void givesUpOnAnAnswerThatNeverComes() {
    answer = exchange -> await();
    try (var hasty = new UpstreamClient(UpstreamClientTest::judge, Duration.ofMillis(200))) {
      assertThatThrownBy(() -> hasty.send(request("/x")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no answer within PT0.2S");
    }
  }

  @Test
  void endsARequestUnderWayWhenItIsClosed() throws Exception {
    answer = exchange -> await();
    var failure = new Throwable[1];
    var sending =
        new Thread(() -> {
          try {
            client.send(request("/x"));
          } catch (IOException e) {
            failure[0] = e;
          }
        });
    sending.start();
    while (requests.get() == 0) {
      Thread.sleep(5);
    }
    client.close();
    sending.join(10_000);
    assertThat(sending.isAlive()).isFalse();
    assertThat(failure[0]).hasMessage("GET /x ended: the source stops");
  }

  @Test
  void followsARedirectOnTheSameHostWithItsCredentials() throws IOException {
    var seen = new ArrayList<String>();
    answer =
        exchange -> {
          seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          if (exchange.getRequestURI().getPath().equals("/old")) {
            exchange.getResponseHeaders().add("Location", "/new");
            reply(exchange, 301, "");
          } else {
            reply(exchange, 200, "{\"ok\":true}");
          }
        };
    var response = client.send(request("/old").with("Authorization", "Bearer s3cret"));
    assertThat(response.uri()).isEqualTo(uri("/new"));
    assertThat(seen).containsExactly("Bearer s3cret", "Bearer s3cret");
  }

  @Test
  void keepsCredentialsFromAnotherHost() throws IOException {
    var seen = new ArrayList<String>();
    answer =
        exchange -> {
          seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          if (exchange.getRequestURI().getPath().equals("/old")) {
            var port = server.getAddress().getPort();
            exchange.getResponseHeaders().add("Location", "http://localhost:" + port + "/new");
            reply(exchange, 302, "");
          } else {
            reply(exchange, 200, "{\"ok\":true}");
          }
        };
    client.send(request("/old").with("Authorization", "Bearer s3cret"));
    assertThat(seen).containsExactly("Bearer s3cret", "null");
  }

  @Test
  void givesUpOnRedirectsWithoutEnd() {
    answer =
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/again");
          reply(exchange, 301, "");
        };
    assertThatThrownBy(() -> client.send(request("/again")))
        .hasMessage("GET /again was redirected more than 5 times");
  }

  @Test
  void neverPrintsCredentials() {
    var request = request("/x?token=s3cret").with("Authorization", "Bearer s3cret");
    assertThat(request).hasToString("GET /x");
  }

  private void await() {
    try {
      released.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private UpstreamRequest request(String path) {
    return UpstreamRequest.get(uri(path), budget);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
