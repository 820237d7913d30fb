package io.alluvium.simulators.github;

import io.alluvium.simulators.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways in which GitHub itself goes wrong, as its documentation and its users describe them. */
public final class GitHubFaults {
  private static final String JSON = "application/json; charset=utf-8";

  private GitHubFaults() {}

  /**
   * The hourly limit is used up.
   *
   * @param status 403 or 429: upstream does both
   * @param reset when it begins anew
   */
  public static Fault primaryLimit(int status, Instant reset) {
    return message(
        status,
        Map.of(
            "X-RateLimit-Limit",
            "5000",
            "X-RateLimit-Remaining",
            "0",
            "X-RateLimit-Used",
            "5000",
            "X-RateLimit-Resource",
            "core",
            "X-RateLimit-Reset",
            String.valueOf(reset.getEpochSecond())),
        "API rate limit exceeded for user ID 1.");
  }

  /**
   * Requests came too fast. The headers of the hourly limit say that much of it is left.
   *
   * @param status 403 or 429: upstream does both
   * @param retryAfter how long to wait; null when it does not say, and a minute is meant
   */
  public static Fault secondaryLimit(int status, @Nullable Duration retryAfter) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-RateLimit-Limit", "5000");
    headers.put("X-RateLimit-Remaining", "4000");
    headers.put("X-RateLimit-Used", "1000");
    headers.put("X-RateLimit-Resource", "core");
    if (retryAfter != null) {
      headers.put("Retry-After", String.valueOf(retryAfter.toSeconds()));
    }
    return message(
        status,
        headers,
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try"
            + " again.");
  }

  /** The token lacks a scope: no limit, and no use in waiting. */
  public static Fault missingScope(String needed) {
    return message(
        403,
        Map.of("X-Accepted-OAuth-Scopes", needed, "X-OAuth-Scopes", "read:user"),
        "Resource not accessible by personal access token");
  }

  /** The organisation wants single sign-on, which the token has not passed. */
  public static Fault needsSignOn() {
    return message(
        403,
        Map.of("X-GitHub-SSO", "required; url=https://github.invalid/orgs/acme/sso"),
        "Resource protected by organization SAML enforcement. You must grant your Personal Access"
            + " token access to this organization.");
  }

  /** A query of GraphQL failed, with status 200. */
  public static Fault graphQlError() {
    return new Fault.Answer(
        200,
        Map.of("Content-Type", JSON),
        "{\"data\":null,\"errors\":[{\"message\":\"Something went wrong while executing your query."
            + " Please include `SIM:1` when reporting this issue.\"}]}");
  }

  /** A query of GraphQL was answered in part, with status 200. */
  public static Fault graphQlPartial(String data) {
    return new Fault.Answer(
        200,
        Map.of("Content-Type", JSON),
        "{\"data\":"
            + data
            + ",\"errors\":[{\"type\":\"SERVICE_UNAVAILABLE\",\"message\":\"Timeout on validation of"
            + " query\"}]}");
  }

  /** A large answer is being prepared: ask again. */
  public static Fault beingPrepared() {
    return new Fault.Answer(202, Map.of("Content-Type", JSON), "{}");
  }

  /** Page numbers are refused for a long listing. */
  public static Fault pageRefused() {
    return message(
        422,
        Map.of(),
        "Pagination with the page parameter is not supported for large datasets, please use cursor"
            + " based pagination (after/before)");
  }

  private static Fault message(int status, Map<String, String> headers, String message) {
    var all = new LinkedHashMap<>(headers);
    all.put("Content-Type", JSON);
    return new Fault.Answer(
        status,
        all,
        "{\"message\":\""
            + message
            + "\",\"documentation_url\":\"https://docs.github.com/rest\",\"status\":\""
            + status
            + "\"}");
  }
}
