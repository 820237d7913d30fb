package io.alluvium.simulators.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.simulators.github.scenario.Scenario;
import io.alluvium.simulators.scenario.ScenarioException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScenarioTest {
  private static final String EVERYTHING =
      """
      limits: github
      clock: -PT90S
      generate: {organization: globex, seed: 1, repositories: 2, people: 3, events: 100, days: 30}
      repositories:
        - name: acme/rockets
          private: true
          without: [actions]
          commits: [{branch: main, author: ann, message: One, files: {a.txt: "1"}}]
          issues:
            - author: ann
              title: Leak
              body: It drips
              labels: [bug]
              assignees: [bob]
              state: closed
              comments: [{author: bob, body: Seen}]
          pulls:
            - author: bob
              title: Fix
              head: fix
              merged: true
              reviews: [{author: ann, state: APPROVED, body: Fine}]
              comments: [{author: ann, path: a.txt, line: 3, body: "Why?"}]
          releases: [{author: ann, tag: v1, name: One, assets: [rockets.zip]}]
          runs: [{actor: ann, workflow: ci, conclusion: success}]
      tokens:
        - {token: secret, user: ann, scopes: [repo], expires: PT1H}
        - {token: fine, user: ann, permissions: [issues]}
      apps: [{id: 7, account: acme, permissions: [issues], repositories: [acme/rockets]}]
      events: {delay: PT5M}
      faults:
        - {request: GET /user, times: 1, status: 503, body: '{"message": "Later"}'}
        - {request: GET /meta, secondaryLimit: PT9S, status: 429}
        - {request: GET /repos/acme/rockets/issues, changes: 2}
      """;

  private final GitHubSimulator github = GitHubSimulator.start(GitHubSimulatorOptions.defaults());

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void setsUpAllThatItNames() throws IOException {
    Scenario.parse(EVERYTHING).applyTo(github);
    var ann = new Client(github, "secret");
    assertThat(ann.get("/user").statusCode()).isEqualTo(503);
    assertThat(ann.json("/user").get("login").asText()).isEqualTo("ann");
    assertThat(ann.get("/meta").headers().firstValue("Retry-After")).contains("9");
    assertThat(ann.json("/repos/acme/rockets/pulls/2").get("merged").asBoolean()).isTrue();
    assertThat(ann.all("/repos/acme/rockets/releases").get(0).get("assets")).hasSize(1);
    assertThat(ann.get("/repos/acme/rockets/actions/runs").statusCode()).isEqualTo(404);
    assertThat(ann.all("/orgs/globex/repos")).hasSize(2);
    assertThat(new Client(github, "").get("/repos/acme/rockets").statusCode()).isEqualTo(404);
    assertThat(new Client(github, "fine").get("/repos/acme/rockets/pulls").statusCode())
        .isEqualTo(403);
    assertThat(github.apps().installations(7)).hasSize(1);
  }

  @Test
  void readsTheExampleOfItsPage() throws IOException {
    String page = Files.readString(Path.of("../docs/simulators.md"));
    String example = page.substring(page.indexOf("```yaml") + 7);
    Scenario.parse(example.substring(0, example.indexOf("```"))).applyTo(github);
    assertThat(github.faults().rules()).hasSize(3);
    assertThat(github.state().locate("acme/rockets")).isPresent();
  }

  @Test
  void readsJsonToo() throws IOException {
    Scenario.parse("{\"repositories\": [{\"name\": \"acme/rockets\"}]}").applyTo(github);
    assertThat(Client.of(github).get("/repos/acme/rockets").statusCode()).isEqualTo(200);
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    for (String wrong :
        List.of(
            "limit: github",
            "limits: some",
            "repositories: [{name: rockets}]",
            "faults: [{request: GET /user}]",
            "faults: [{request: 'GET (', reset: true}]",
            "faults: [{request: GET /user, hang: soon}]",
            "{")) {
      assertThatThrownBy(() -> Scenario.parse(wrong).applyTo(github))
          .isInstanceOf(ScenarioException.class);
    }
  }
}
