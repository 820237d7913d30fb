package io.alluvium.simulators.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.simulators.github.state.Activity;
import io.alluvium.simulators.github.state.OrganisationGenerator;
import io.alluvium.simulators.github.state.OrganisationSize;
import io.alluvium.simulators.github.state.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GeneratedOrganisationTest {
  private final GitHubSimulator github = GitHubSimulator.start(GitHubSimulatorOptions.defaults());
  private final Client client = Client.of(github);

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void hasExactlyTheEventsAskedFor() {
    var size = OrganisationSize.small().withEvents(5_000);
    List<Repository> repositories = OrganisationGenerator.generate(github.state(), "acme", size);
    int events = repositories.stream().mapToInt(GeneratedOrganisationTest::events).sum();
    assertThat(events).isEqualTo(5_000);
  }

  @Test
  void servesWhatItHas() throws IOException {
    Repository repository =
        OrganisationGenerator.generate(
                github.state(), "acme", OrganisationSize.small().withRepositories(1))
            .get(0);
    String url = "/repos/acme/repository-0";
    assertThat(ids(client.all(url + "/issues?state=all&per_page=100")))
        .containsExactlyInAnyOrderElementsOf(
            repository.issues().listed().stream().map(issue -> issue.id()).toList());
    assertThat(ids(client.all(url + "/issues/comments?per_page=100&sort=updated&direction=asc")))
        .containsExactlyElementsOf(
            repository.issues().listedComments().stream().map(comment -> comment.id()).toList());
    assertThat(ids(client.all(url + "/pulls?state=all&per_page=100"))).isNotEmpty();
    assertThat(client.json(url + "/actions/runs").get("total_count").asInt())
        .isEqualTo(repository.actions().listed().size());
  }

  @Test
  void itsLongListingsCanBeFollowedToTheEnd() throws IOException {
    Repository repository =
        OrganisationGenerator.generate(
                github.state(),
                "acme",
                OrganisationSize.small().withRepositories(1).withEvents(24_000))
            .get(0);
    String url = "/repos/acme/repository-0/issues/comments?per_page=100";
    assertThat(client.all(url)).hasSize(repository.issues().listedComments().size());
    assertThat(repository.issues().listedComments()).hasSizeGreaterThan(10_000);
    assertThat(client.get(url + "&page=101").statusCode()).isEqualTo(422);
  }

  @Test
  void isTheSameForTheSameSeed() throws IOException {
    try (GitHubSimulator other = GitHubSimulator.start(GitHubSimulatorOptions.defaults())) {
      for (GitHubSimulator each : List.of(github, other)) {
        OrganisationGenerator.generate(each.state(), "acme", OrganisationSize.small());
      }
      String issues = "/repos/acme/repository-1/issues?state=all&per_page=100";
      assertThat(titles(Client.of(other).all(issues))).isEqualTo(titles(client.all(issues)));
    }
  }

  @Test
  void changesInEveryWayOverTime() {
    OrganisationGenerator.generate(github.state(), "acme", OrganisationSize.small());
    List<Repository> repositories = github.state().repositories();
    int before = repositories.stream().mapToInt(GeneratedOrganisationTest::events).sum();
    new Activity(github.state(), 7, Duration.ofSeconds(10)).run(500);
    assertThat(repositories.stream().mapToInt(GeneratedOrganisationTest::events).sum())
        .isGreaterThan(before);
    assertThat(repositories).anyMatch(repository -> !repository.issues().deleted().isEmpty());
    assertThat(repositories).anyMatch(repository -> !repository.git().isEmpty());
    assertThat(repositories).anyMatch(repository -> repository.name().startsWith("renamed"));
    assertThat(repositories.stream().flatMap(r -> r.actions().listed().stream()))
        .anyMatch(run -> run.attempt() > 1);
  }

  private static int events(Repository repository) {
    return repository.issues().listed().size()
        + repository.issues().listedComments().size()
        + repository.pulls().listedReviews().size()
        + repository.pulls().listedComments().size()
        + repository.releases().listed().size()
        + repository.actions().listed().stream().mapToInt(run -> 1 + run.jobs().size()).sum();
  }

  private static List<Long> ids(List<JsonNode> items) {
    return items.stream().map(item -> item.get("id").asLong()).toList();
  }

  private static List<String> titles(List<JsonNode> issues) {
    return issues.stream().map(issue -> issue.get("title").asText()).toList();
  }
}
