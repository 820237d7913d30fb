package io.alluvium.simulators.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.simulators.github.state.Pulls;
import io.alluvium.simulators.github.state.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GraphQlTest {
  private static final String CHANGED =
      """
      query($owner: String!, $name: String!, $size: Int!, $after: String) {
        repository(owner: $owner, name: $name) {
          databaseId
          pullRequests(first: $size, after: $after, orderBy: {field: UPDATED_AT, direction: ASC}) {
            pageInfo { hasNextPage endCursor }
            nodes {
              number fullDatabaseId title state isDraft headRefOid baseRefName updatedAt
              author { login ... on User { databaseId } }
              reviewRequests(first: 20) { nodes { requestedReviewer { ... on User { databaseId } } } }
              reviews(first: 100) {
                totalCount
                nodes { fullDatabaseId state body submittedAt commit { oid } author { login } }
              }
            }
          }
        }
        rateLimit { cost remaining resetAt nodeCount }
      }
      """;

  private final GitHubSimulator github =
      GitHubSimulator.start(GitHubSimulatorOptions.defaults().withLimits(LimitRules.GITHUB));
  private final Client client = Client.of(github);
  private final Repository rockets = github.state().createRepository("acme", "rockets");

  @BeforeEach
  void fill() {
    for (int i = 0; i < 5; i++) {
      rockets.pulls().create("ann", "Fix " + i, "", new Pulls.Branches("fix" + i, "main"));
      github.state().clock().advance(Duration.ofSeconds(5));
    }
    rockets.pulls().requestReview(2, "ann", "bob", "cleo");
    rockets.pulls().review(2, "bob", "APPROVED", "Fine");
  }

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void givesPullRequestsInOrderOfChangeWithTheirReviews() throws IOException {
    JsonNode first = ask(CHANGED, Map.of("owner", "acme", "name", "rockets", "size", 3));
    JsonNode pulls = first.at("/data/repository/pullRequests");
    assertThat(pulls.get("nodes"))
        .extracting(node -> node.get("number").asInt())
        .containsExactly(1, 3, 4);
    String cursor = pulls.at("/pageInfo/endCursor").asText();
    JsonNode second =
        ask(CHANGED, Map.of("owner", "acme", "name", "rockets", "size", 3, "after", cursor));
    JsonNode last = second.at("/data/repository/pullRequests/nodes/1");
    assertThat(last.get("number").asInt()).isEqualTo(2);
    assertThat(last.at("/reviews/nodes/0/state").asText()).isEqualTo("APPROVED");
    assertThat(last.at("/reviewRequests/nodes")).hasSize(1);
    assertThat(second.at("/data/repository/pullRequests/pageInfo/hasNextPage").asBoolean())
        .isFalse();
  }

  @Test
  void costsAsDocumented() throws IOException {
    JsonNode answer = ask(CHANGED, Map.of("owner", "acme", "name", "rockets", "size", 100));
    assertThat(answer.at("/data/rateLimit/cost").asInt()).isEqualTo(2);
    assertThat(answer.at("/data/rateLimit/remaining").asInt()).isEqualTo(4998);
    assertThat(answer.at("/data/rateLimit/nodeCount").asInt()).isEqualTo(100 + 2000 + 10_000);
  }

  @Test
  void answersAnExhaustedLimitWithStatus200() throws IOException {
    github.limits().set(LimitRules.GITHUB.withGraphQl(1));
    var variables = Map.<String, Object>of("owner", "acme", "name", "rockets", "size", 100);
    var response = client.post("/graphql", body(CHANGED, variables));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Client.json(response).at("/errors/0/type").asText()).isEqualTo("RATE_LIMITED");
  }

  @Test
  void refusesPagesWithoutBoundsAndTooManyNodes() throws IOException {
    String unbounded = "{repository(owner:\"acme\",name:\"rockets\"){pullRequests{totalCount}}}";
    assertThat(ask(unbounded, Map.of()).at("/errors/0/type").asText())
        .isEqualTo("MISSING_PAGINATION_BOUNDARIES");
    String huge =
        "{repository(owner:\"acme\",name:\"rockets\"){pullRequests(first:100){nodes{reviews(first:100)"
            + "{nodes{id}} comments(first:100){nodes{id}} labels(first: 101){nodes{name}}}}}}";
    assertThat(ask(huge, Map.of()).at("/errors/0/type").asText()).isEqualTo("EXCESSIVE_PAGINATION");
  }

  @Test
  void timesOutOnLargeQueriesAndTakesPointsForThat() throws IOException {
    github.limits().timeOutAbove(1_000);
    var all = new HashMap<String, Object>(Map.of("owner", "acme", "name", "rockets", "size", 100));
    assertThat(client.post("/graphql", body(CHANGED, all)).statusCode()).isEqualTo(502);
    all.put("size", 5);
    var small = client.post("/graphql", body(CHANGED, all));
    assertThat(small.statusCode()).isEqualTo(200);
    assertThat(small.headers().firstValue("X-RateLimit-Used")).contains("4");
    assertThat(small.headers().firstValue("X-RateLimit-Resource")).contains("graphql");
  }

  @Test
  void followsRenamesAndNamesWhatIsMissing() throws IOException {
    github.state().renameRepository("acme/rockets", "boosters");
    var old = Map.<String, Object>of("owner", "acme", "name", "rockets", "size", 1);
    assertThat(ask(CHANGED, old).at("/data/repository/databaseId").asLong())
        .isEqualTo(rockets.id());
    JsonNode missing = ask(CHANGED, Map.of("owner", "acme", "name", "none", "size", 1));
    assertThat(missing.at("/errors/0/type").asText()).isEqualTo("NOT_FOUND");
    assertThat(missing.at("/data/repository").isNull()).isTrue();
  }

  @Test
  void answersTheRestWhenOneIsMissing() throws IOException {
    String query =
        "{repository(owner:\"acme\",name:\"rockets\"){a:pullRequest(number:2){number}"
            + " b:pullRequest(number:99){number}}}";
    JsonNode answer = ask(query, Map.of());
    assertThat(answer.at("/data/repository/a/number").asInt()).isEqualTo(2);
    assertThat(answer.at("/data/repository/b").isNull()).isTrue();
    assertThat(answer.at("/errors/0/type").asText()).isEqualTo("NOT_FOUND");
    assertThat(answer.at("/errors/0/path/1").asText()).isEqualTo("b");
  }

  @Test
  void failsWithStatus200() throws IOException {
    github.faults().add("POST", "/graphql", 1, GitHubFaults.graphQlError());
    github.faults().add("POST", "/graphql", 1, GitHubFaults.graphQlPartial("{\"viewer\":null}"));
    var failed = client.post("/graphql", body("{viewer{login}}", Map.of()));
    assertThat(failed.statusCode()).isEqualTo(200);
    assertThat(Client.json(failed).at("/data").isNull()).isTrue();
    var partial = client.post("/graphql", body("{viewer{login}}", Map.of()));
    assertThat(Client.json(partial).at("/data").has("viewer")).isTrue();
    assertThat(Client.json(partial).at("/errors")).hasSize(1);
    assertThat(ask("{viewer{login}}", Map.of()).at("/data/viewer/login").asText())
        .isEqualTo("octocat");
  }

  @Test
  void refusesWhatTheSchemaDoesNotHave() throws IOException {
    assertThat(ask("{viewer{shoeSize}}", Map.of()).at("/errors/0/message").asText())
        .contains("shoeSize");
    assertThat(new Client(github, "").post("/graphql", "{}").statusCode()).isEqualTo(401);
  }

  @Test
  void saysWhatATokenMayNotRead() throws IOException {
    github
        .credentials()
        .issue("fine", Credential.fineGrained(github.state().user("ann"), "issues"));
    String query = "{repository(owner:\"acme\",name:\"rockets\"){pullRequest(number:2){number}}}";
    var response = new Client(github, "fine").post("/graphql", body(query, Map.of()));
    assertThat(Client.json(response).at("/errors/0/type").asText()).isEqualTo("FORBIDDEN");
  }

  private JsonNode ask(String query, Map<String, Object> variables) throws IOException {
    return Client.json(client.post("/graphql", body(query, variables)));
  }

  private static String body(String query, Map<String, Object> variables) throws IOException {
    return new ObjectMapper().writeValueAsString(Map.of("query", query, "variables", variables));
  }
}
