package io.alluvium.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.http.JudgeRules;
import io.alluvium.connectors.http.UpstreamRequest;
import io.alluvium.connectors.http.UpstreamResponse;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;

/**
 * What Slack's answers mean. A refusal usually comes with HTTP 200 and {@code ok: false}; what is
 * left to the caller are codes about the very thing asked for ({@code invalid_cursor}).
 */
final class SlackRules implements JudgeRules {
  private static final long WAIT_UNLESS_TOLD = 30;
  private static final byte[] OK = "{\"ok\":true".getBytes(StandardCharsets.UTF_8);
  private static final Set<String> LIMITED = Set.of("ratelimited", "rate_limited");
  private static final Set<String> PASSING =
      Set.of(
          "internal_error",
          "fatal_error",
          "service_unavailable",
          "request_timeout",
          "team_added_to_org",
          "external_channel_migrating",
          "operation_timeout");
  private static final Set<String> CREDENTIALS =
      Set.of(
          "invalid_auth",
          "not_authed",
          "account_inactive",
          "token_revoked",
          "token_expired",
          "org_login_required",
          "two_factor_setup_required",
          "user_removed_from_team");
  private static final Set<String> PERMISSION =
      Set.of(
          "missing_scope",
          "no_permission",
          "not_allowed_token_type",
          "access_denied",
          "ekm_access_denied",
          "team_access_not_granted",
          "enterprise_is_restricted",
          "method_not_supported_for_channel_type",
          "restricted_action");

  @Override
  public Verdict judge(UpstreamRequest request, UpstreamResponse response, Instant now) {
    int status = response.status();
    if (status == 429) {
      return limited(response, now);
    }
    if (status >= 500) {
      return new Verdict.Transient("status " + status);
    }
    if (status != 200) {
      return new Verdict.Permanent(
          FailureReason.GONE,
          request + " was answered with status " + status,
          "Check slack.api.url: Slack's Web API answers with 200, 429 or 5xx");
    }
    // Pages are large, and are parsed by whoever asked for them.
    return startsWithOk(response.body()) ? new Verdict.Fine() : judgeBody(request, response, now);
  }

  private static Verdict judgeBody(
      UpstreamRequest request, UpstreamResponse response, Instant now) {
    JsonNode json;
    try {
      json = response.json();
    } catch (IOException e) {
      return new Verdict.Transient(String.valueOf(e.getMessage()));
    }
    var code = json.path("error").asText("");
    if (LIMITED.contains(code)) {
      return limited(response, now);
    }
    if (PASSING.contains(code)) {
      return new Verdict.Transient(code);
    }
    if (CREDENTIALS.contains(code)) {
      return new Verdict.Permanent(
          FailureReason.CREDENTIALS_REJECTED,
          "Slack does not accept the token (" + code + ")",
          "Install the app again and give its new token");
    }
    return judgeRefusal(request, json, code);
  }

  private static Verdict judgeRefusal(UpstreamRequest request, JsonNode json, String code) {
    if (PERMISSION.contains(code)) {
      var needed = json.path("needed").asText("");
      return new Verdict.Permanent(
          FailureReason.PERMISSION_MISSING,
          request + " was refused: " + code + (needed.isEmpty() ? "" : ", needs " + needed),
          "Add the scope to the app, install it again and give its new token");
    }
    return switch (code) {
      case "not_in_channel" ->
          new Verdict.Permanent(
              FailureReason.PERMISSION_MISSING,
              "The app is not a member of the channel",
              "Invite it (/invite), or exclude the channel");
      case "channel_not_found" ->
          new Verdict.Permanent(
              FailureReason.GONE,
              "Slack does not know the channel, or does not show it to the app",
              "Invite the app if the channel is private, or exclude the channel");
      default -> new Verdict.Fine();
    };
  }

  private static Verdict limited(UpstreamResponse response, Instant now) {
    long seconds = WAIT_UNLESS_TOLD;
    try {
      seconds = response.header("Retry-After").map(Long::parseLong).orElse(WAIT_UNLESS_TOLD);
    } catch (NumberFormatException notANumber) {
      // Slack only ever sends seconds; anything else is a proxy's.
    }
    return new Verdict.Limited(
        now.plusSeconds(seconds), response + ", Retry-After " + seconds + " s");
  }

  private static boolean startsWithOk(byte[] body) {
    if (body.length < OK.length) {
      return false;
    }
    for (int i = 0; i < OK.length; i++) {
      if (body[i] != OK[i]) {
        return false;
      }
    }
    return true;
  }
}
