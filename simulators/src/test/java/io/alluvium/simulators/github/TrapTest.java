package io.alluvium.simulators.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultRule;
import io.alluvium.simulators.github.state.Issue;
import io.alluvium.simulators.github.state.Pulls;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.github.state.ReviewComment;
import io.alluvium.simulators.github.state.Run;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every trap that readers of GitHub have fallen into can be laid. */
final class TrapTest {
  private static final String URL = "/repos/acme/rockets";

  private final GitHubSimulator github = GitHubSimulator.start(GitHubSimulatorOptions.defaults());
  private final Client client = Client.of(github);
  private final Repository rockets = github.state().createRepository("acme", "rockets");

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void itemsShiftBetweenNumberedPages() throws IOException {
    fill(20);
    // A comment on the oldest pull request between two pages: newest first, it pushes one down.
    var touch = new Fault.Change(() -> rockets.issues().comment(1, "bob", "Bump"));
    github.faults().add("GET", "page=2", 1, touch);
    List<JsonNode> seen =
        client.all(URL + "/pulls?state=all&sort=updated&direction=desc&per_page=10");
    assertThat(seen).hasSize(20);
    assertThat(numbers(seen)).hasSize(19).doesNotContain(1);
  }

  @Test
  void longListingsRefusePageNumbersButNotTheirOwnLinks() throws IOException {
    fill(3);
    HttpResponse<String> deep = client.get(URL + "/issues?state=all&per_page=100&page=101");
    assertThat(deep.statusCode()).isEqualTo(422);
    assertThat(deep.body()).contains("cursor based pagination");
    HttpResponse<String> first = client.get(URL + "/issues?state=all&per_page=2");
    String next = Client.next(first).orElseThrow();
    assertThat(next).contains("/repositories/" + rockets.id() + "/issues").contains("after=");
    assertThat(first.headers().firstValue("Link").orElseThrow()).doesNotContain("last");
    HttpResponse<String> expired = client.get(URL + "/issues?state=all&after=expired");
    assertThat(expired.statusCode()).isEqualTo(422);
  }

  @Test
  void eventsAreFewOldLateAndFreeWhenUnchanged() throws IOException {
    github.limits().set(LimitRules.GITHUB);
    for (int i = 0; i < 310; i++) {
      rockets.issues().create("ann", "Issue " + i, "");
    }
    HttpResponse<String> events = client.get(URL + "/events?per_page=100");
    assertThat(events.headers().firstValue("X-Poll-Interval")).contains("60");
    assertThat(client.all(URL + "/events?per_page=100")).hasSize(300);
    assertThat(client.get(URL + "/events?per_page=100&page=4").statusCode()).isEqualTo(422);
    String used = header(client.get(URL + "/events"), "X-RateLimit-Used");
    String tag = header(client.get(URL + "/events"), "ETag");
    HttpResponse<String> again = client.get(URL + "/events", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(Integer.parseInt(header(client.get(URL + "/events"), "X-RateLimit-Used")))
        .isEqualTo(Integer.parseInt(used) + 2);
    github.state().delayEvents(Duration.ofHours(6));
    assertThat(client.all(URL + "/events")).isEmpty();
    github.state().clock().advance(Duration.ofDays(31));
    assertThat(client.all(URL + "/events")).isEmpty();
  }

  @Test
  void editsAndDeletionsLeaveNoTraceInTheParent() throws IOException {
    Issue issue = rockets.issues().create("ann", "One", "");
    var comment = rockets.issues().comment(1, "bob", "First");
    long before = issue.updatedAt();
    github.state().clock().advance(Duration.ofMinutes(1));
    rockets.issues().editComment(comment.id(), "Second");
    assertThat(issue.updatedAt()).isEqualTo(before);
    String since = Instant.ofEpochSecond(before + 1).toString();
    assertThat(client.all(URL + "/issues/comments?since=" + since)).hasSize(1);
    rockets.issues().deleteComment(comment.id());
    assertThat(client.all(URL + "/issues/comments")).isEmpty();
    assertThat(client.get(URL + "/issues/comments/" + comment.id()).statusCode()).isEqualTo(404);
    rockets.issues().delete(1);
    assertThat(client.get(URL + "/issues/1").statusCode()).isEqualTo(410);
    assertThat(client.all(URL + "/issues?state=all")).isEmpty();
  }

  @Test
  void aReviewEditedLaterShowsNowhereButInItsList() throws IOException {
    fill(1);
    var review = rockets.pulls().review(1, "bob", "COMMENTED", "Before");
    long before = rockets.issues().get(1).updatedAt();
    github.state().clock().advance(Duration.ofMinutes(1));
    rockets.pulls().editReview(review.id(), "After");
    assertThat(rockets.issues().get(1).updatedAt()).isEqualTo(before);
    assertThat(client.json(URL + "/pulls/1/reviews").get(0).get("body").asText())
        .isEqualTo("After");
  }

  @Test
  void lineCommentsMoveWithAPushButNotTheirOrigin() throws IOException {
    fill(1);
    ReviewComment comment = rockets.pulls().comment(1, "bob", "a.txt", 3, "Why?");
    rockets.pulls().push(1, "ann", "c".repeat(40));
    JsonNode moved = client.json(URL + "/pulls/comments/" + comment.id());
    assertThat(moved.get("line").asInt()).isEqualTo(4);
    assertThat(moved.get("original_line").asInt()).isEqualTo(3);
    assertThat(client.json(URL + "/pulls/1").at("/head/sha").asText()).startsWith("cccc");
  }

  @Test
  void idsOfTwoKindsCollide() {
    Issue issue = rockets.issues().create("ann", "One", "");
    var comment = rockets.issues().comment(1, "bob", "First");
    assertThat(comment.id()).isEqualTo(issue.id());
  }

  @Test
  void runsOfLastMonthChangeWhenRunAgain() throws IOException {
    Run run = rockets.actions().start("ann", "ci", "main", "a".repeat(40));
    rockets.actions().complete(run.id(), "failure");
    github.state().clock().advance(Duration.ofDays(29));
    rockets.actions().rerun(run.id());
    JsonNode runs = client.json(URL + "/actions/runs").get("workflow_runs");
    assertThat(runs.get(0).get("run_attempt").asInt()).isEqualTo(2);
    String jobs = URL + "/actions/runs/" + run.id() + "/jobs";
    assertThat(client.json(jobs).get("total_count").asInt()).isEqualTo(2);
    assertThat(client.json(jobs + "?filter=all").get("total_count").asInt()).isEqualTo(4);
    String today = Instant.ofEpochSecond(github.state().clock().seconds()).toString();
    JsonNode recent = client.json(URL + "/actions/runs?created=%3E%3D" + today.substring(0, 10));
    assertThat(recent.get("total_count").asInt()).isZero();
  }

  @Test
  void aFilteredListOfRunsEndsSilentlyAtAThousand() throws IOException {
    for (int i = 0; i < 1_050; i++) {
      rockets.actions().start("ann", "ci", "main", "a".repeat(40));
    }
    String filtered = URL + "/actions/runs?branch=main&per_page=100";
    assertThat(client.json(filtered + "&page=10").get("workflow_runs")).hasSize(100);
    assertThat(client.json(filtered + "&page=11").get("workflow_runs")).isEmpty();
    assertThat(client.json(filtered).get("total_count").asInt()).isEqualTo(1_050);
  }

  @Test
  void disabledFeaturesAndEmptyRepositoriesSayItInTheirOwnWays() throws IOException {
    rockets.enable(Repository.Feature.ISSUES, false).enable(Repository.Feature.PULLS, false);
    assertThat(client.get(URL + "/issues").statusCode()).isEqualTo(410);
    assertThat(client.get(URL + "/pulls").statusCode()).isEqualTo(404);
    assertThat(client.get(URL + "/commits").statusCode()).isEqualTo(409);
  }

  @Test
  void renamedTransferredAndDeletedRepositoriesAreFoundByIdOrNotAtAll() throws IOException {
    github.state().transferRepository("acme/rockets", "globex");
    HttpResponse<String> moved = client.get(URL);
    assertThat(moved.statusCode()).isEqualTo(301);
    assertThat(client.json(header(moved, "Location")).get("full_name").asText())
        .isEqualTo("globex/rockets");
    // The old name may be taken by another repository.
    Repository impostor = github.state().createRepository("acme", "rockets");
    assertThat(client.json(URL).get("id").asLong()).isEqualTo(impostor.id());
    github.state().deleteRepository("globex/rockets");
    assertThat(client.get("/repositories/" + rockets.id()).statusCode()).isEqualTo(404);
  }

  @Test
  void transferredIssuesGetANewNumber() throws IOException {
    rockets.issues().create("ann", "One", "");
    Repository other = github.state().createRepository("acme", "other");
    Issue moved = rockets.issues().transfer(1, other);
    HttpResponse<String> response = client.get(URL + "/issues/1");
    assertThat(response.statusCode()).isEqualTo(301);
    assertThat(client.json(header(response, "Location")).get("id").asLong()).isEqualTo(moved.id());
  }

  @Test
  void bothLimitsComeAs403OrAs429() throws IOException {
    Instant reset = github.state().clock().instant().plusSeconds(60);
    github.faults().add("GET", "/user", 1, GitHubFaults.primaryLimit(429, reset));
    HttpResponse<String> primary = client.get("/user");
    assertThat(primary.statusCode()).isEqualTo(429);
    assertThat(header(primary, "X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(header(primary, "X-RateLimit-Reset"))
        .isEqualTo(String.valueOf(reset.getEpochSecond()));
    github.faults().clear();
    github.faults().add("GET", "/user", 1, GitHubFaults.secondaryLimit(403, null));
    HttpResponse<String> secondary = client.get("/user");
    assertThat(secondary.statusCode()).isEqualTo(403);
    assertThat(secondary.headers().firstValue("Retry-After")).isEmpty();
    github.faults().clear();
    github.faults().add("GET", "/user", 1, GitHubFaults.secondaryLimit(429, Duration.ofSeconds(7)));
    assertThat(header(client.get("/user"), "Retry-After")).isEqualTo("7");
    github.faults().clear();
    github.faults().add("GET", "/user", 1, GitHubFaults.missingScope("repo"));
    assertThat(client.get("/user").headers().firstValue("X-RateLimit-Remaining")).isEmpty();
  }

  @Test
  void realLimitsAreSharedByAllTokensOfAUser() throws IOException {
    github.limits().set(LimitRules.GITHUB.withHourly(3));
    github
        .credentials()
        .issue("second", Credential.classic(github.state().user("octocat"), "repo"));
    var second = new Client(github, "second");
    client.get("/user");
    second.get("/user");
    client.get("/user");
    HttpResponse<String> refused = second.get("/user");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(header(refused, "X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(second.get("/rate_limit").statusCode()).isEqualTo(200);
    github.state().clock().advance(Duration.ofHours(1));
    assertThat(second.get("/user").statusCode()).isEqualTo(200);
  }

  @Test
  void tooFastIsRefusedWithATimeToWait() throws IOException {
    github.limits().set(LimitRules.GITHUB.withPointsPerMinute(2));
    client.get("/user");
    client.get("/user");
    HttpResponse<String> refused = client.get("/user");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(header(refused, "Retry-After")).isEqualTo("60");
    assertThat(Integer.parseInt(header(refused, "X-RateLimit-Remaining"))).isPositive();
  }

  @Test
  void installationTokensEndAfterAnHourAndSeeOnlyWhatWasSelected() throws Exception {
    var signature = new AppSignature(7);
    github.apps().register(7, signature.publicKey());
    Repository other = github.state().createRepository("acme", "other").makePrivate(true);
    var installation = github.apps().install(7, rockets.owner(), Set.of("issues"), rockets);
    String address = "/app/installations/" + installation.id() + "/access_tokens";
    long now = github.state().clock().seconds();
    assertThat(new Client(github, signature.jwt(now, 3_600)).post(address, "").body())
        .contains("too far in the future");
    assertThat(new Client(github, signature.jwt(now - 700, 300)).post(address, "").statusCode())
        .isEqualTo(401);
    var forged = new AppSignature(7).jwt(now, 300);
    assertThat(new Client(github, forged).post(address, "").statusCode()).isEqualTo(401);
    HttpResponse<String> granted = new Client(github, signature.jwt(now, 300)).post(address, "");
    var app = new Client(github, Client.json(granted).get("token").asText());
    assertThat(app.json("/installation/repositories").get("total_count").asInt()).isEqualTo(1);
    assertThat(app.get("/repos/" + other.fullName()).statusCode()).isEqualTo(404);
    HttpResponse<String> forbidden = app.get(URL + "/pulls");
    assertThat(forbidden.statusCode()).isEqualTo(403);
    assertThat(header(forbidden, "X-Accepted-GitHub-Permissions")).isEqualTo("pull_requests=read");
    github.state().clock().advance(Duration.ofHours(1));
    assertThat(app.get(URL + "/issues").statusCode()).isEqualTo(401);
  }

  @Test
  void aNewTokenOfAnInstallationMakesOldTagsWorthless() throws IOException {
    github.apps().register(7, null);
    var installation = github.apps().install(7, rockets.owner(), Set.of("issues"));
    var first = new Client(github, github.apps().token(installation).token());
    String tag = header(first.get(URL), "ETag");
    assertThat(first.get(URL, "If-None-Match", tag).statusCode()).isEqualTo(304);
    var second = new Client(github, github.apps().token(installation).token());
    assertThat(second.get(URL, "If-None-Match", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void anUnchangedAnswerIsFreeOnlyForWhoIsKnown() throws IOException {
    github.limits().set(LimitRules.GITHUB);
    for (Client each : List.of(client, new Client(github, ""))) {
      String tag = header(each.get(URL), "ETag");
      each.get(URL, "If-None-Match", tag);
    }
    assertThat(header(client.get(URL), "X-RateLimit-Used")).isEqualTo("2");
    assertThat(header(new Client(github, "").get(URL), "X-RateLimit-Used")).isEqualTo("3");
  }

  @Test
  void peopleAndOrganisationsChangeTheirNamesOrGo() throws IOException {
    Issue issue = rockets.issues().create("ann", "One", "");
    github.state().renameAccount("ann", "anna");
    assertThat(client.json(URL + "/issues/1").at("/user/login").asText()).isEqualTo("anna");
    github.state().deleteAccount("anna");
    assertThat(client.json(URL + "/issues/1").at("/user/login").asText()).isEqualTo("ghost");
    github.state().renameAccount("acme", "globex");
    assertThat(client.get(URL).statusCode()).isEqualTo(301);
    assertThat(client.json("/repos/globex/rockets/issues/1").get("id").asLong())
        .isEqualTo(issue.id());
  }

  @Test
  void anUnknownVersionOfTheApiIsRefused() throws IOException {
    String version = "X-GitHub-Api-Version";
    assertThat(client.get("/user", version, "2022-11-28").statusCode()).isEqualTo(200);
    assertThat(client.get("/user", version, "1999-01-01").statusCode()).isEqualTo(400);
  }

  @Test
  void connectionsBreakAndBodiesEndEarly() {
    github.faults().add("GET", "/user", 2, new Fault.Reset());
    assertThatThrownBy(() -> client.get("/user")).isInstanceOf(IOException.class);
    github.faults().clear();
    github.faults().add("GET", "/orgs", 2, new Fault.Truncate(50));
    assertThatThrownBy(() -> client.get("/orgs/acme")).isInstanceOf(IOException.class);
    github.faults().clear();
    github.faults().add("GET", "/orgs", 2, new Fault.Hang(Duration.ofMillis(200)));
    assertThatThrownBy(() -> client.get("/orgs/acme")).isInstanceOf(IOException.class);
    assertThat(github.requests().recent()).anyMatch(entry -> entry.status() == 0);
  }

  @Test
  void closingDoesNotWaitForWhoHangs() throws Exception {
    github.faults().add("GET", "/user", 1, new Fault.Hang(Duration.ofSeconds(60)));
    var hanging = new Thread(() -> assertThatThrownBy(() -> client.get("/user")).isNotNull());
    hanging.start();
    while (github.faults().hits() == 0) {
      Thread.sleep(5);
    }
    Instant before = Instant.now();
    github.close();
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
    hanging.join(30_000);
    assertThat(hanging.isAlive()).isFalse();
  }

  @Test
  void aListingFailsHalfWayAndGoesOnLater() throws IOException {
    fill(30);
    github.faults().add(FaultRule.on("GET", "/pulls\\?.*page=2", Fault.badGatewayPage()).times(1));
    String listing = URL + "/pulls?state=all&per_page=10";
    assertThatThrownBy(() -> client.all(listing)).hasMessageContaining("Unicorn");
    assertThat(client.all(listing)).hasSize(30);
  }

  @Test
  void aTokenIsRevokedInTheMiddleAndTheClocksDisagree() throws IOException {
    github
        .faults()
        .add(
            FaultRule.on(
                    "GET",
                    "/user",
                    new Fault.Change(() -> github.credentials().revoke(GitHubSimulator.TOKEN)))
                .after(1));
    assertThat(client.get("/user").statusCode()).isEqualTo(200);
    assertThat(client.get("/user").statusCode()).isEqualTo(401);
    github.state().clock().advance(Duration.ofMinutes(-10));
    String date = header(client.get("/user"), "Date");
    Instant told = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
    assertThat(told).isBefore(Instant.now().minusSeconds(500));
  }

  @Test
  void requestsAreCountedByEndpoint() throws IOException {
    fill(2);
    client.all(URL + "/issues?state=all&per_page=1");
    assertThat(github.requests().perEndpoint())
        .containsEntry("GET /repos/{owner}/{repo}/issues", 2L);
    assertThat(github.requests().total()).isEqualTo(2);
  }

  private void fill(int pulls) {
    for (int i = 0; i < pulls; i++) {
      rockets.pulls().create("ann", "Change " + i, "", new Pulls.Branches("b" + i, "main"));
      github.state().clock().advance(Duration.ofSeconds(1));
    }
  }

  private static List<Integer> numbers(List<JsonNode> items) {
    return items.stream().map(item -> item.get("number").asInt()).distinct().toList();
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }
}
