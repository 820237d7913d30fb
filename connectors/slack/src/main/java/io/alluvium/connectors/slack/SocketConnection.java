package io.alluvium.connectors.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.RateLimitedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Socket Mode connection that is opened again whenever it ends. */
final class SocketConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration PING = Duration.ofSeconds(15);
  private static final Duration REFUSED = Duration.ofMinutes(5);
  private static final Duration CROWDED = Duration.ofMinutes(1);
  private static final long FIRST_WAIT_MS = 250;
  private static final long LONGEST_WAIT_MS = 10_000;

  private final SocketHub hub;
  private final SlackApi api;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Socket socket;
  private int failures;

  private SocketConnection(SocketHub hub, SlackApi api) {
    this.hub = hub;
    this.api = api;
  }

  static SocketConnection start(SocketHub hub, SlackApi api) {
    var connection = new SocketConnection(hub, api);
    var thread = new Thread(connection::run, "alluvium-slack-socket");
    thread.setDaemon(true);
    thread.start();
    return connection;
  }

  boolean isOpen() {
    var now = socket;
    return now != null && now.open;
  }

  private void run() {
    while (closed.getCount() > 0) {
      var wait = connectOnce();
      try {
        if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Holds a connection as long as it lasts; how long to wait before the next. */
  private Duration connectOnce() {
    var opened = new Socket();
    try {
      var url = api.post("apps.connections.open", Map.of()).expectOk("apps.connections.open");
      var uri = URI.create(url.json().path("url").asText());
      var web = http.newWebSocketBuilder().connectTimeout(CONNECT).buildAsync(uri, opened);
      opened.web = web.get(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
      socket = opened;
      opened.hold();
    } catch (RateLimitedException e) {
      return Duration.between(Instant.now(), e.until());
    } catch (PermanentFaultException e) {
      LOG.warn("Socket Mode is refused, messages are read from history only: {}", e.getMessage());
      return REFUSED;
    } catch (IOException | ExecutionException | TimeoutException e) {
      LOG.info("Socket Mode cannot connect: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(opened);
    }
    return pause(opened);
  }

  private void end(Socket ended) {
    boolean was = ended.open;
    ended.open = false;
    if (ended.web != null) {
      ended.web.abort();
    }
    if (was) {
      failures = 0;
      hub.interrupted();
    } else {
      failures++;
    }
  }

  private Duration pause(Socket ended) {
    if (ended.reason.equals("link_disabled")) {
      LOG.warn(
          "Socket Mode is switched off for the app: switch it on, or leave out"
              + " slack.app.token");
      return REFUSED;
    }
    if (ended.reason.equals("too_many_websockets")) {
      LOG.warn("The app has ten connections already: lower slack.sockets");
      return CROWDED;
    }
    if (failures == 0) {
      return Duration.ZERO;
    }
    long full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS << Math.min(failures, 10));
    return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2));
  }

  @Override
  public void close() {
    closed.countDown();
    var now = socket;
    if (now != null) {
      now.ended.countDown();
    }
  }

  /** What is told on one connection. */
  private final class Socket implements WebSocket.Listener {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final StringBuilder text = new StringBuilder();
    private volatile @Nullable WebSocket web;
    private volatile boolean open;
    private volatile boolean alive = true;
    private volatile String reason = "";
    private CompletableFuture<WebSocket> sending = CompletableFuture.completedFuture(null);

    /** Returns when the connection has ended, or answers pings no more. */
    void hold() throws InterruptedException {
      while (!ended.await(PING.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!alive) {
          return;
        }
        alive = false;
        send(to -> to.sendPing(ByteBuffer.allocate(0)));
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      alive = true;
      text.append(data);
      if (last) {
        var whole = text.toString();
        text.setLength(0);
        take(whole);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void take(String message) {
      try {
        var json = JSON.readTree(message);
        switch (json.path("type").asText("")) {
          case "hello" -> {
            open = true;
            hub.interrupted();
          }
          case "disconnect" -> disconnected(json);
          default -> envelope(json);
        }
      } catch (JsonProcessingException e) {
        LOG.warn("Socket Mode sent what is not JSON; reading history will show what it was");
        hub.interrupted();
      }
    }

    private void disconnected(JsonNode json) {
      reason = json.path("reason").asText("");
      // A warning comes some seconds before the end: until then events still arrive here.
      if (!reason.equals("warning")) {
        ended.countDown();
      }
    }

    private void envelope(JsonNode json) {
      var id = json.path("envelope_id").asText("");
      if (!id.isEmpty()) {
        hub.deliver(json.path("payload"));
        send(to -> to.sendText("{\"envelope_id\":\"" + id + "\"}", true));
      }
    }

    private synchronized void send(Function<WebSocket, CompletableFuture<WebSocket>> what) {
      var to = web;
      if (to != null) {
        // One at a time: a WebSocket refuses a second message while the first is being sent.
        sending = sending.exceptionally(failed -> to).thenCompose(done -> what.apply(to));
      }
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      alive = true;
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String why) {
      ended.countDown();
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      ended.countDown();
    }
  }
}
