package io.alluvium.simulators.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.simulators.github.state.Comment;
import io.alluvium.simulators.github.state.Issue;
import io.alluvium.simulators.github.state.Pulls;
import io.alluvium.simulators.github.state.Release;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.github.state.Review;
import io.alluvium.simulators.github.state.ReviewComment;
import io.alluvium.simulators.github.state.Run;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer is as GitHub's own OpenAPI description says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiTest {
  private final GitHubSimulator github =
      GitHubSimulator.start(GitHubSimulatorOptions.defaults().withLimits(LimitRules.GITHUB));
  private final Repository rockets = github.state().createRepository("acme", "rockets");
  private final Map<String, String> ids = new LinkedHashMap<>();
  private final AppSignature app;
  private final String installationToken;

  OpenApiTest() throws GeneralSecurityException {
    fill();
    app = new AppSignature(7);
    github.apps().register(7, app.publicKey());
    var installation =
        github.apps().install(7, rockets.owner(), Set.of("issues", "contents"), rockets);
    installationToken = github.apps().token(installation).token();
    ids.put("installation_id", String.valueOf(installation.id()));
  }

  private void fill() {
    Issue issue = rockets.issues().create("ann", "Leak", "It drips");
    rockets.issues().label(1, "ann", "bug", "good first issue");
    rockets.issues().assign(1, "ann", "bob");
    rockets.issues().setMilestone(1, "ann", rockets.createMilestone("ann", "1.0"));
    Comment comment = rockets.issues().comment(1, "bob", "Seen");
    rockets.issues().close(1, "bob", "completed");
    rockets.issues().create("ann", "Empty", "");
    rockets.issues().lock(2, "ann", true);
    Issue pull = rockets.pulls().create("bob", "Fix", "", new Pulls.Branches("fix", "main"));
    rockets.pulls().requestReview(pull.number(), "bob", "ann", "cleo");
    Review review = rockets.pulls().review(pull.number(), "ann", "CHANGES_REQUESTED", "No");
    ReviewComment line = rockets.pulls().comment(pull.number(), "ann", "a.txt", 3, "Why?");
    rockets.pulls().reply(line.id(), "bob", "Because");
    rockets.pulls().draft(pull.number(), "bob", true);
    rockets.pulls().create("cleo", "Other", "Text", new Pulls.Branches("other", "main"));
    rockets.pulls().merge(4, "ann");
    String sha = rockets.git().commit("main", "ann", "One", Map.of("a.txt", "1"));
    rockets.git().annotatedTag("v1", sha, "ann", "First");
    Release release = rockets.releases().create("ann", "v1", "One", "Notes");
    rockets.releases().addAsset(release.id(), "rockets.zip", 1234);
    rockets.releases().draft("ann", "v2", "Two", "");
    Run run = rockets.actions().start("ann", "ci", "main", sha);
    rockets.actions().complete(run.id(), "failure");
    rockets.actions().rerun(run.id());
    github.state().createRepository("ann", "notes");
    ids.put("owner", "acme");
    ids.put("repo", "rockets");
    ids.put("org", "acme");
    ids.put("username", "ann");
    ids.put("ref", "tags/v1");
    ids.put("issue_number", String.valueOf(issue.number()));
    ids.put("pull_number", String.valueOf(pull.number()));
    ids.put("review_id", String.valueOf(review.id()));
    ids.put("release_id", String.valueOf(release.id()));
    ids.put("run_id", String.valueOf(run.id()));
    ids.put("comment_id", String.valueOf(comment.id()));
    ids.put("line_id", String.valueOf(line.id()));
  }

  @AfterAll
  void stop() {
    github.close();
  }

  static Iterable<String> paths() {
    return new TreeSet<>(GitHubDescription.get().paths());
  }

  @ParameterizedTest
  @MethodSource("paths")
  void answersAsDescribed(String path) throws Exception {
    boolean makesToken = path.endsWith("access_tokens");
    String target = fill(path) + (path.endsWith("/jobs") ? "?filter=all" : listing(path));
    var client = new Client(github, token(path));
    HttpResponse<String> response = makesToken ? client.post(target, "") : client.get(target);
    assertThat(response.statusCode()).isEqualTo(makesToken ? 201 : 200);
    var body = Client.json(response);
    assertThat(body.isArray() && body.isEmpty()).as("an empty listing proves nothing").isFalse();
    String method = makesToken ? "post" : "get";
    assertThat(GitHubDescription.get().problems(method, path, response.statusCode(), body))
        .isEmpty();
  }

  @Test
  void theDescriptionFindsWhatIsWrong() throws IOException {
    var body = Client.of(github).json("/repos/acme/rockets/issues?state=all");
    ((ObjectNode) body.get(0)).put("number", "one");
    assertThat(GitHubDescription.get().problems("get", "/repos/{owner}/{repo}/issues", 200, body))
        .isNotEmpty();
  }

  @Test
  void theDescriptionKnowsEveryAddressOfAnEndpoint() throws IOException {
    for (String address :
        List.of(
            "/repos/acme/rockets/issues/comments",
            "/repositories/1/issues/comments",
            "/api/v3/repositories/1/issues",
            "/repositories/1/actions/runs/3",
            "/repos/acme/rockets/git/matching-refs/tags/v1",
            "/orgs/acme/repos")) {
      assertThat(GitHubDescription.get().problems("get", URI.create(address), 200, "[7]"))
          .as(address)
          .isNotEmpty();
    }
  }

  @Test
  void errorsAreAsDescribed() throws Exception {
    String issues = "/repos/{owner}/{repo}/issues";
    var client = Client.of(github);
    check(issues, 404, client.get("/repos/acme/none/issues"));
    check(issues + "/{issue_number}", 404, client.get("/repos/acme/rockets/issues/999"));
    rockets.issues().create("ann", "Wrong", "");
    rockets.issues().delete(5);
    check(issues + "/{issue_number}", 410, client.get("/repos/acme/rockets/issues/5"));
    github.state().createRepository("acme", "empty");
    check("/repos/{owner}/{repo}/commits", 409, client.get("/repos/acme/empty/commits"));
    github.state().createRepository("acme", "old");
    github.state().renameRepository("acme/old", "new");
    check(issues, 301, client.get("/repos/acme/old/issues"));
    check("/user", 401, new Client(github, "nonsense").get("/user"));
  }

  private static void check(String path, int status, HttpResponse<String> response)
      throws IOException {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(GitHubDescription.get().problems("get", path, status, Client.json(response)))
        .isEmpty();
  }

  private String token(String path) throws GeneralSecurityException {
    if (path.startsWith("/app")) {
      return app.jwt(github.state().clock().seconds(), 300);
    }
    return path.startsWith("/installation") ? installationToken : GitHubSimulator.TOKEN;
  }

  private String fill(String path) {
    String target = path;
    if (path.contains("pulls/comments")) {
      target = target.replace("{comment_id}", ids.get("line_id"));
    }
    for (var id : ids.entrySet()) {
      target = target.replace("{" + id.getKey() + "}", id.getValue());
    }
    return target;
  }

  private static String listing(String path) {
    return path.endsWith("/issues") || path.endsWith("/pulls") ? "?state=all" : "";
  }
}
