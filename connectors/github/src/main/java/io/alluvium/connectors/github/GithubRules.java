package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.alluvium.connectors.http.JudgeRules;
import io.alluvium.connectors.http.RateBudget;
import io.alluvium.connectors.http.UpstreamRequest;
import io.alluvium.connectors.http.UpstreamResponse;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a response of GitHub means. A limit comes as 403 or 429, and as 200 from GraphQL: {@code
 * Retry-After} says how long; else {@code X-RateLimit-Reset} where nothing remains; else it is at
 * least a minute, twice as long each time. A 403 without any word of a limit is a missing
 * permission. What is about one thing only (304, 404, 409, 410, 422) is for the reader to judge.
 */
final class GithubRules implements JudgeRules {
  private static final Duration SECONDARY = Duration.ofSeconds(60);
  private static final int LONGEST_SHIFT = 5;
  private static final String GRAPHQL_LIMIT = "RATE_LIMITED";

  private final Map<RateBudget, Integer> strikes = new ConcurrentHashMap<>();

  @Override
  public Verdict judge(UpstreamRequest request, UpstreamResponse response, Instant now) {
    int status = response.status();
    if (status == 403 || status == 429) {
      return refused(request, response, now);
    }
    if (status == 401) {
      return new Verdict.Permanent(
          FailureReason.CREDENTIALS_REJECTED,
          "GitHub does not accept the credentials (401: " + message(body(response)) + ")",
          "Give a token or App key that is valid and not revoked");
    }
    if (status >= 500 || status == 408) {
      return new Verdict.Transient("GitHub answered " + status);
    }
    if (request.uri().getPath().endsWith("/graphql")) {
      var limit = graphqlLimit(response, now);
      if (limit.isPresent()) {
        return limit.get();
      }
    }
    strikes.remove(request.budget());
    spareTheNext(request, response);
    return new Verdict.Fine();
  }

  /** The last request of the hour was answered; the next one would only be refused. */
  private static void spareTheNext(UpstreamRequest request, UpstreamResponse response) {
    if (nothingRemains(response)) {
      reset(response)
          .ifPresent(
              until -> request.budget().limit(until, "the requests of this hour are used up"));
    }
  }

  private Verdict refused(UpstreamRequest request, UpstreamResponse response, Instant now) {
    var wait = response.header("Retry-After").flatMap(value -> retryAfter(value, now));
    if (wait.isPresent()) {
      return new Verdict.Limited(wait.get(), "GitHub said how long to wait");
    }
    if (nothingRemains(response)) {
      return new Verdict.Limited(
          reset(response).orElse(now.plus(SECONDARY)), "the requests of this hour are used up");
    }
    var body = body(response);
    if (response.status() == 429 || speaksOfLimit(body)) {
      int strike = strikes.merge(request.budget(), 1, Integer::sum) - 1;
      var pause = SECONDARY.multipliedBy(1L << Math.min(strike, LONGEST_SHIFT));
      return new Verdict.Limited(now.plus(pause), "secondary rate limit of GitHub");
    }
    return forbidden(request, response, body);
  }

  private static Verdict forbidden(
      UpstreamRequest request, UpstreamResponse response, JsonNode body) {
    var needed =
        response
            .header("X-Accepted-GitHub-Permissions")
            .or(() -> response.header("X-Accepted-OAuth-Scopes"))
            .filter(list -> !list.isBlank());
    var remedy =
        response.header("X-GitHub-SSO").isPresent()
            ? "Authorise the token for single sign-on of the organisation"
            : "Give the token or App " + needed.map(n -> "one of: " + n).orElse("read permission");
    return new Verdict.Permanent(
        FailureReason.PERMISSION_MISSING,
        "GitHub forbids " + request.uri().getPath() + " (403: " + message(body) + ")",
        remedy);
  }

  private static boolean speaksOfLimit(JsonNode body) {
    var words = (message(body) + " " + body.path("documentation_url").asText()).toLowerCase();
    return words.contains("rate limit") || words.contains("rate-limit") || words.contains("abuse");
  }

  // The primary limit of GraphQL is an error in a successful response.
  private static Optional<Verdict> graphqlLimit(UpstreamResponse response, Instant now) {
    // Answers are large, and are parsed by whoever asked for them.
    if (!new String(response.body(), StandardCharsets.ISO_8859_1).contains(GRAPHQL_LIMIT)) {
      return Optional.empty();
    }
    for (var error : body(response).path("errors")) {
      if (error.path("type").asText().equals(GRAPHQL_LIMIT)) {
        var until = reset(response).filter(now::isBefore).orElse(now.plus(SECONDARY));
        return Optional.of(
            new Verdict.Limited(until, "the GraphQL points of this hour are used up"));
      }
    }
    return Optional.empty();
  }

  private static boolean nothingRemains(UpstreamResponse response) {
    return response.header("X-RateLimit-Remaining").filter("0"::equals).isPresent();
  }

  private static Optional<Instant> reset(UpstreamResponse response) {
    return response
        .header("X-RateLimit-Reset")
        .flatMap(GithubRules::seconds)
        .map(Instant::ofEpochSecond);
  }

  private static Optional<Instant> retryAfter(String value, Instant now) {
    var seconds = seconds(value);
    if (seconds.isPresent()) {
      return Optional.of(now.plusSeconds(seconds.get()));
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> seconds(String value) {
    try {
      return Optional.of(Long.parseLong(value.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static JsonNode body(UpstreamResponse response) {
    try {
      return response.json();
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static String message(JsonNode body) {
    return body.path("message").asText();
  }
}
