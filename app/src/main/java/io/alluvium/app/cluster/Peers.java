package io.alluvium.app.cluster;

import io.alluvium.sinks.search.TierAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Asks other nodes over HTTP, and remembers for a moment who did not answer. Thread-safe. */
public final class Peers implements AutoCloseable {
  /** Where a node answers questions about its shards. */
  public static final String SEARCH = "/internal/v1/search";

  /** Where a node answers with whole events. */
  public static final String EVENTS = "/internal/v1/events/";

  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** Who was silent a moment ago gets less time, so that nobody waits for the dead. */
  private static final Duration LITTLE = Duration.ofMillis(500);

  private static final Duration DOUBT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .executor(Thread::startVirtualThread)
          .build();
  private final Optional<String> secret;
  private final Map<String, Long> silent = new ConcurrentHashMap<>();

  /**
   * @param secret what the nodes of an installation know each other by
   */
  public Peers(Optional<String> secret) {
    this.secret = secret;
  }

  /** True if a node did not answer a moment ago. */
  boolean isDoubtful(String address) {
    var when = silent.get(address);
    return when != null && System.nanoTime() - when < DOUBT.toNanos();
  }

  /**
   * Asks a node about its shards.
   *
   * @throws PeerException if it does not answer
   */
  TierAnswer search(String address, ShardQuestion question) {
    var body = BodyPublishers.ofByteArray(PeerJson.write(question));
    var request = request(address, SEARCH).header("Content-Type", "application/json").POST(body);
    var answer = send(address, request.build());
    if (answer.statusCode() != 200) {
      throw new PeerException("status " + answer.statusCode());
    }
    return PeerJson.readAnswer(answer.body());
  }

  /**
   * A whole event as JSON; empty if that node does not have it.
   *
   * @throws PeerException if it does not answer
   */
  public Optional<byte[]> event(String address, String id) {
    var answer = send(address, request(address, EVENTS + id).build());
    return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
  }

  private HttpRequest.Builder request(String address, String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .timeout(isDoubtful(address) ? LITTLE : ANSWER);
    secret.ifPresent(known -> request.header("Authorization", "Bearer " + known));
    return request;
  }

  private HttpResponse<byte[]> send(String address, HttpRequest request) {
    try {
      var answer = http.send(request, BodyHandlers.ofByteArray());
      silent.remove(address);
      return answer;
    } catch (IOException failure) {
      silent.put(address, System.nanoTime());
      throw new PeerException(failure.getClass().getSimpleName() + " at " + address, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PeerException("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
