package io.alluvium.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.RateLimitedException;
import io.alluvium.connectors.http.RateBudget;
import io.alluvium.connectors.http.UpstreamClient;
import io.alluvium.connectors.http.UpstreamRequest;
import io.alluvium.connectors.http.UpstreamResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Calls of Slack's Web API with one token. Limits hold per method, so each has a budget of its own,
 * shared by all who use the token in this process. Thread-safe.
 */
final class SlackApi implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String CURSOR = "cursor";

  private final UpstreamClient client = new UpstreamClient(new SlackRules(), TIMEOUT);
  private final Map<String, RateBudget> budgets = new ConcurrentHashMap<>();
  private final ExecutorService ahead =
      Executors.newCachedThreadPool(run -> {
        var thread = new Thread(run, "slack-ahead");
        thread.setDaemon(true);
        return thread;
      });
  private final URI base;
  private final String token;

  SlackApi(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /**
   * An answer.
   *
   * @param json what Slack says; {@code ok} may be false with a code that the caller knows
   * @param date what Slack's clock showed, as the header says it
   */
  record Answer(JsonNode json, Optional<String> date, Optional<String> scopes) {
    /** What time Slack's clock showed; empty if it did not say. */
    Optional<Instant> at() {
      return date.flatMap(SlackApi::time);
    }

    boolean ok() {
      return json.path("ok").asBoolean();
    }

    String error() {
      return json.path("error").asText("");
    }

    /** Where the next page is; empty on the last one. */
    String nextCursor() {
      return json.path("response_metadata").path("next_cursor").asText("");
    }

    /** Whether there is more, though there may be no cursor. */
    boolean hasMore() {
      return json.path("has_more").asBoolean();
    }

    /** This answer; throws where it is a refusal that nobody expects. */
    Answer expectOk(String method) throws IOException {
      if (!ok()) {
        throw new IOException(method + " answered " + error());
      }
      return this;
    }
  }

  /**
   * Calls a method.
   *
   * @throws IOException if it failed in a way that may pass
   * @throws RateLimitedException if the method may not be called now
   * @throws PermanentFaultException if Slack refuses for good
   */
  Answer get(String method, Map<String, String> arguments) throws IOException {
    var query = new StringJoiner("&", "?", "").setEmptyValue("");
    new TreeMap<>(arguments)
        .forEach((name, value) ->
            query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    var uri = base.resolve(method + query);
    return answer(client.send(authorized(UpstreamRequest.get(uri, budget(method)))));
  }

  /** Calls a method on another thread; the future fails as {@link #get} does. */
  Future<Answer> later(String method, Map<String, String> arguments) {
    return ahead.submit(() -> get(method, arguments));
  }

  /** Calls a method that changes something. */
  Answer post(String method, Map<String, String> arguments) throws IOException {
    var form = new StringJoiner("&");
    arguments.forEach(
        (name, value) -> form.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    var type = "application/x-www-form-urlencoded";
    var request = UpstreamRequest.post(base.resolve(method), type, form.toString(), budget(method));
    return answer(client.send(authorized(request)));
  }

  /** Calls a listing page by page. */
  void list(String method, Map<String, String> arguments, Consumer<JsonNode> page)
      throws IOException {
    var asked = new TreeMap<>(arguments);
    do {
      var answer = get(method, asked).expectOk(method);
      page.accept(answer.json());
      asked.put(CURSOR, answer.nextCursor());
    } while (!asked.getOrDefault(CURSOR, "").isEmpty());
  }

  private UpstreamRequest authorized(UpstreamRequest request) {
    return request.with("Authorization", "Bearer " + token);
  }

  private RateBudget budget(String method) {
    return budgets.computeIfAbsent(
        method, m -> RateBudget.ofSecret("slack:" + base.getAuthority() + ":" + m, token));
  }

  private static Answer answer(UpstreamResponse response) throws IOException {
    return new Answer(response.json(), response.header("Date"), response.header("x-oauth-scopes"));
  }

  private static Optional<Instant> time(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.close();
    ahead.shutdownNow();
  }
}
