package io.alluvium.simulators.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.simulators.github.state.Pulls;
import io.alluvium.simulators.github.state.Repository;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class IssueListingTest {
  private final GitHubSimulator github = GitHubSimulator.start(GitHubSimulatorOptions.defaults());
  private final Client client = Client.of(github);
  private final Repository rockets = github.state().createRepository("acme", "rockets");

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void listsIssuesAndPullRequestsInOneNumberSpace() throws IOException {
    rockets.issues().create("ann", "Leak", "It drips");
    rockets.pulls().create("bob", "Fix", "", new Pulls.Branches("fix", "main"));
    assertThat(client.all("/repos/acme/rockets/issues?state=all&per_page=1"))
        .extracting(issue -> issue.get("number").asInt(), issue -> issue.has("pull_request"))
        .containsExactly(tuple(2, true), tuple(1, false));
    assertThat(client.json("/repos/acme/rockets/pulls/2").get("merged").asBoolean()).isFalse();
  }

  @Test
  void givesEveryItemOnceInOrderOfChangeWhileItemsChange() throws IOException {
    for (int i = 0; i < 25; i++) {
      rockets.issues().create("ann", "Issue " + i, "");
      github.state().clock().advance(Duration.ofSeconds(1));
    }
    String listing = "/repos/acme/rockets/issues?state=all&sort=updated&direction=asc&per_page=10";
    var first = client.get(listing);
    rockets.issues().close(3, "bob", "completed");
    var rest = client.all(Client.next(first).orElseThrow());
    assertThat(Client.json(first)).hasSize(10);
    assertThat(rest).extracting(issue -> issue.get("number").asInt()).hasSize(16).endsWith(25, 3);
  }

  @Test
  void filtersByTimeOfChangeInclusively() throws IOException {
    var first = rockets.issues().create("ann", "One", "");
    github.state().clock().advance(Duration.ofSeconds(10));
    var comment = rockets.issues().comment(1, "bob", "Seen");
    String since = Instant.ofEpochSecond(comment.updatedAt()).toString();
    assertThat(client.all("/repos/acme/rockets/issues/comments?since=" + since)).hasSize(1);
    assertThat(client.all("/repos/acme/rockets/issues?state=all&since=" + since))
        .extracting(JsonNode::asText)
        .hasSize(1);
    assertThat(first.comments()).isEqualTo(1);
  }

  @Test
  void redirectsToTheNumericIdAfterARename() throws IOException {
    rockets.issues().create("ann", "One", "");
    github.state().renameRepository("acme/rockets", "boosters");
    var moved = client.get("/repos/acme/rockets/issues?state=all");
    assertThat(moved.statusCode()).isEqualTo(301);
    String location = moved.headers().firstValue("Location").orElseThrow();
    assertThat(location).endsWith("/repositories/" + rockets.id() + "/issues?state=all");
    assertThat(client.all(location)).hasSize(1);
  }

  @Test
  void answersNotModifiedToTheSameTokenOnly() throws IOException {
    github.credentials().issue("other", Credential.classic(github.state().user("ann"), "repo"));
    String tag = client.get("/repos/acme/rockets").headers().firstValue("ETag").orElseThrow();
    assertThat(client.get("/repos/acme/rockets", "If-None-Match", tag).statusCode()).isEqualTo(304);
    var other = new Client(github, "other");
    assertThat(other.get("/repos/acme/rockets", "If-None-Match", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void servesTheSameBelowTheBaseOfAnEnterpriseServer() throws IOException {
    var enterprise = new Client(github.enterpriseUrl(), GitHubSimulator.TOKEN);
    assertThat(enterprise.json("/repos/acme/rockets").get("url").asText())
        .isEqualTo(github.enterpriseUrl() + "/repos/acme/rockets");
  }

  @Test
  void refusesAnUnknownToken() throws IOException {
    assertThat(new Client(github, "nonsense").get("/user").statusCode()).isEqualTo(401);
  }
}
