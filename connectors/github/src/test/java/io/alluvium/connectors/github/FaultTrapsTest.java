package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultRule;
import io.alluvium.simulators.github.GitHubFaults;
import io.alluvium.simulators.github.state.Repository;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults that pass, and what is given up until they have. */
final class FaultTrapsTest {
  private final SimulatedGithub github = new SimulatedGithub();
  private final Repository web = github.repository("acme/web");

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void givesUpOnePullRequestWhoseReviewsFailAndReadsTheOthers() {
    int broken = github.pull(web);
    int fine = github.pull(web);
    web.pulls().review(fine, "bob", "APPROVED", "Good.");
    web.pulls().review(broken, "bob", "APPROVED", "Lost.");
    var faults = github.simulator().faults();
    faults.add(FaultRule.on("POST", "/graphql", Fault.status(502, "Too much")));
    faults.add(FaultRule.on("GET", "/pulls/" + broken + "/reviews", Fault.status(500, "Oops")));
    var run = github.streams("pulls").start();
    run.until(() ->
        Events.kinds(run).contains("review") && Events.numbersOf(run, "pull_request").size() == 2);
    run.until(() -> run.gaps().stream().anyMatch(gap -> gap.getMessage().contains("500")));
    assertThat(run.gaps())
        .filteredOn(gap -> gap.getMessage().contains("500"))
        .first()
        .satisfies(gap -> assertThat(gap.getFrom()).isEqualTo("reviews of " + broken));
  }

  @Test
  void readsEverythingWhateverGoesWrongOnce() {
    github.issues(web, 120, Duration.ofSeconds(1));
    for (int i = 0; i < 3; i++) {
      web.pulls().review(github.pull(web), "bob", "APPROVED", "Good " + i);
    }
    github.simulator().state().clock().advance(Duration.ofMinutes(1));
    var faults = github.simulator().faults();
    int skip = 0;
    for (var fault :
        List.of(
            GitHubFaults.beingPrepared(),
            GitHubFaults.pageRefused(),
            GitHubFaults.secondaryLimit(429, Duration.ofSeconds(1)),
            Fault.status(503, "Down"))) {
      faults.add(FaultRule.on("GET", "/issues\\?", fault).after(skip++).times(1));
    }
    faults.add("POST", "/graphql", 1, GitHubFaults.graphQlError());
    var run = github.streams("issues,pulls").start();
    run.until(() -> run.events().size() == 126 && faults.hits() == 5, Duration.ofSeconds(40));
    run.until(() -> run.claims().size() >= 2);
  }

  @Test
  void readsEveryReviewThoughGraphqlAnswersInPart() {
    for (int i = 0; i < 6; i++) {
      web.pulls().review(github.pull(web), "bob", "APPROVED", "Good " + i);
    }
    github.simulator().state().clock().advance(Duration.ofMinutes(1));
    var faults = github.simulator().faults();
    var half = "{\"repository\":{\"databaseId\":" + web.id() + "}}";
    faults.add("POST", "/graphql", 1, GitHubFaults.graphQlPartial("{\"repository\":null}"));
    faults.add("POST", "/graphql", 1, GitHubFaults.graphQlPartial(half));
    var run = github.streams("pulls").start();
    run.until(() -> run.events().size() == 12 && faults.hits() == 2).untilClaimed();
    github.simulator().requests().clear();
    web.pulls().review(github.pull(web), "bob", "APPROVED", "Good at last.");
    web.pulls().review(github.pull(web), "bob", "APPROVED", "Better.");
    run.until(() -> run.events().size() == 16);
    assertThat(github.simulator().requests().perEndpoint()).containsKey("POST /graphql");
  }

  @Test
  void resumesABackfillWhereItWasKilled() {
    github.issues(web, 500, Duration.ofSeconds(10));
    // Batches that grow would reach the end before the third kill, and what follows the backfill
    // would ask for the same list.
    github.with("batch.events.backlog", "64").with("github.poll.ms", "600000");
    var seen = new TreeSet<Integer>();
    for (int kills = 0; kills < 3; kills++) {
      var run = github.streams("issues").start();
      run.until(() -> run.events().size() >= 100);
      assertThat(seen).doesNotContainAnyElementsOf(Events.numbers(run));
      seen.addAll(Events.numbers(run));
      github.stop();
    }
    github.simulator().requests().clear();
    var run = github.start();
    run.until(() -> Events.numbers(run).size() == 500 - seen.size()).untilClaimed();
    assertThat(github.simulator().requests().perEndpoint().get("GET /repos/{owner}/{repo}/issues"))
        .isLessThanOrEqualTo(4);
  }

  @Test
  void givesUpAnEntryThatCannotBeUnderstoodUntilItCan() {
    github.issues(web, 3, Duration.ofSeconds(1));
    var page = "[{\"number\":2,\"title\":\"Half\",\"updated_at\":\"2026-01-01T00:00:00Z\"}]";
    var answer = new Fault.Answer(200, Map.of("Content-Type", "application/json"), page);
    github.simulator().faults().add("GET", "/issues", 1, answer);
    var run = github.streams("issues").start();
    run.until(() ->
        run.gaps().stream()
            .anyMatch(
                gap -> gap.getReason().equals("CORRUPT_UPSTREAM") && gap.getClosedAt().isEmpty()));
    run.until(() -> Events.numbers(run).size() == 3);
    run.until(() ->
        run.gaps().stream()
            .anyMatch(gap ->
                gap.getReason().equals("CORRUPT_UPSTREAM") && gap.getClosedAt().isPresent()));
  }
}
