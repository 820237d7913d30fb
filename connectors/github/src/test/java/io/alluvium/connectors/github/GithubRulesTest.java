package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.http.JudgeRules.Verdict;
import io.alluvium.connectors.http.RateBudget;
import io.alluvium.connectors.http.UpstreamRequest;
import io.alluvium.connectors.http.UpstreamResponse;
import io.alluvium.schemas.FailureReason;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GithubRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

  private final GithubRules rules = new GithubRules();
  private final RateBudget budget = RateBudget.of(UUID.randomUUID().toString());

  @ParameterizedTest
  @ValueSource(ints = {403, 429})
  void waitsAsLongAsGithubSays(int status) {
    assertThat(judge(status, Map.of("Retry-After", "17", "X-RateLimit-Remaining", "0"), "{}"))
        .isEqualTo(limited(NOW.plusSeconds(17), "GitHub said how long to wait"));
  }

  @Test
  void understandsARetryAfterThatIsADate() {
    var headers = Map.of("Retry-After", "Fri, 20 Nov 2026 08:01:30 GMT");
    assertThat(judge(429, headers, "{}"))
        .isEqualTo(limited(NOW.plusSeconds(90), "GitHub said how long to wait"));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429})
  void waitsForTheNextHourWhereNothingRemains(int status) {
    var reset = NOW.plusSeconds(1_200);
    var headers =
        Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "" + reset.getEpochSecond());
    assertThat(judge(status, headers, "{}"))
        .isEqualTo(limited(reset, "the requests of this hour are used up"));
  }

  @Test
  void waitsAMinuteThenTwiceAsLongEachTimeForASecondaryLimitWithoutATime() {
    var body = "{\"message\":\"You have exceeded a secondary rate limit.\"}";
    assertThat(until(judge(403, Map.of(), body))).isEqualTo(NOW.plusSeconds(60));
    assertThat(until(judge(403, Map.of(), body))).isEqualTo(NOW.plusSeconds(120));
    assertThat(until(judge(429, Map.of(), "{}"))).isEqualTo(NOW.plusSeconds(240));
    assertThat(judge(200, Map.of(), "[]")).isInstanceOf(Verdict.Fine.class);
    assertThat(until(judge(429, Map.of(), "{}"))).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void tellsAMissingPermissionFromALimit() {
    var verdict =
        judge(
            403,
            Map.of("X-RateLimit-Remaining", "4990", "X-Accepted-GitHub-Permissions", "issues=read"),
            "{\"message\":\"Resource not accessible by personal access token\"}");
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Permanent.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(FailureReason.PERMISSION_MISSING);
              assertThat(refusal.problem()).contains("Resource not accessible");
              assertThat(refusal.remedy()).contains("issues=read");
            });
  }

  @Test
  void saysThatATokenNeedsSingleSignOn() {
    var headers = Map.of("X-GitHub-SSO", "required; url=https://github.com/orgs/acme/sso");
    assertThat(judge(403, headers, "{\"message\":\"Resource protected by organization SAML\"}"))
        .isInstanceOfSatisfying(
            Verdict.Permanent.class,
            refusal -> assertThat(refusal.remedy()).contains("single sign-on"));
  }

  @Test
  void takesCredentialsThatAreNotAcceptedForAPermanentFault() {
    assertThat(judge(401, Map.of(), "{\"message\":\"Bad credentials\"}"))
        .isInstanceOfSatisfying(
            Verdict.Permanent.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(FailureReason.CREDENTIALS_REJECTED));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408})
  void takesServerFaultsForPassing(int status) {
    assertThat(judge(status, Map.of(), "<html>Unicorn!</html>"))
        .isInstanceOf(Verdict.Transient.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 304, 404, 409, 410, 422, 451})
  void leavesWhatIsAboutOneThingToTheReader(int status) {
    assertThat(judge(status, Map.of(), "{}")).isInstanceOf(Verdict.Fine.class);
  }

  @Test
  void findsTheLimitOfGraphqlInASuccessfulAnswer() {
    var reset = NOW.plusSeconds(600);
    var headers =
        Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "" + reset.getEpochSecond());
    var body = "{\"errors\":[{\"type\":\"RATE_LIMITED\",\"message\":\"API rate limit exceeded\"}]}";
    assertThat(until(judge("/graphql", 200, headers, body))).isEqualTo(reset);
    assertThat(judge("/graphql", 200, Map.of(), "{\"data\":{},\"errors\":[]}"))
        .isInstanceOf(Verdict.Fine.class);
  }

  @Test
  void asksNothingMoreAfterTheLastRequestOfTheHour() {
    var reset = Instant.now().plusSeconds(600);
    var headers =
        Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "" + reset.getEpochSecond());
    assertThat(judge(200, headers, "[]")).isInstanceOf(Verdict.Fine.class);
    assertThat(budget.limitedUntil()).contains(Instant.ofEpochSecond(reset.getEpochSecond()));
  }

  private Verdict judge(int status, Map<String, String> headers, String body) {
    return judge("/repositories/1/issues", status, headers, body);
  }

  private Verdict judge(String path, int status, Map<String, String> headers, String body) {
    var uri = URI.create("https://api.github.com" + path);
    var lists = new HashMap<String, List<String>>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    var response =
        new UpstreamResponse(
            uri,
            status,
            HttpHeaders.of(lists, (name, value) -> true),
            body.getBytes(StandardCharsets.UTF_8));
    return rules.judge(UpstreamRequest.get(uri, budget), response, NOW);
  }

  private static Verdict limited(Instant until, String why) {
    return new Verdict.Limited(until, why);
  }

  private static Instant until(Verdict verdict) {
    return ((Verdict.Limited) verdict).until();
  }
}
