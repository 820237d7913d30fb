package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.TaskRun;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultRule;
import io.alluvium.simulators.github.GitHubFaults;
import io.alluvium.simulators.github.state.Repository;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listings that move, hide, are cut off or fail half-way. */
final class ListingTrapsTest {
  private final SimulatedGithub github = new SimulatedGithub();
  private final Repository web = github.repository("acme/web");

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void passesOverNothingWhenThingsMoveBetweenPagesWhileTheyAreListed() {
    github.issues(web, 250, Duration.ofSeconds(10));
    // The first things move to the end just before the second page is asked for.
    github
        .simulator()
        .faults()
        .add(
            FaultRule.on(
                    "GET",
                    "/issues\\?",
                    new Fault.Change(() -> {
                      for (int number = 1; number <= 5; number++) {
                        web.issues().editBody(number, "ada", "Moved.");
                      }
                    }))
                .after(1)
                .times(1));
    var run = github.streams("issues").start();
    run.until(() -> Events.numbers(run).size() == 250 && moved(run) == 5);
  }

  @Test
  void readsMoreThingsThanAPageThatAllChangedInOneSecond() {
    github.issues(web, 230, Duration.ZERO);
    var run = github.streams("issues").start();
    run.until(() -> Events.numbers(run).size() == 230).untilClaimed();
    assertThat(run.events()).hasSize(230);
  }

  @Test
  void doesNotTakeAThingForDeletedThatOnlyAListingHides() {
    github.issues(web, 30, Duration.ofSeconds(1));
    var run = github.streams("issues").listing("50", "300").start();
    run.until(() -> Events.numbers(run).size() == 30).untilClaimed();
    github
        .simulator()
        .faults()
        .add(FaultRule.on("GET", "/issues\\?", new Fault.Answer(200, Map.of(), "[]")).times(6));
    run.until(() -> github.simulator().faults().hits() == 6).during(Duration.ofMillis(300));
    assertThat(run.events()).allMatch(event -> event.getDeletion().isEmpty());
  }

  @Test
  void findsByACompleteListingWhatAListingThatIsCutOffDidNotShow() {
    for (int i = 0; i < 150; i++) {
      github.pull(web);
      github.simulator().state().clock().advance(Duration.ofSeconds(10));
    }
    github
        .simulator()
        .faults()
        .add(FaultRule.on("GET", "/pulls\\?.*[?&]page=2", GitHubFaults.pageRefused()));
    var run = github.streams("pulls").start();
    run.until(() -> !run.claims().isEmpty());
    assertThat(Events.numbersOf(run, "pull_request")).hasSize(150);
  }

  @Test
  void readsMoreRunsThanGithubListsInOne() {
    var clock = github.simulator().state().clock();
    for (int i = 0; i < 350; i++) {
      web.actions().start("ada", "Build", "main", "c0ffee");
      clock.advance(Duration.ofMinutes(1));
    }
    // As deep as it goes; upstream it is a hundred pages.
    github
        .simulator()
        .faults()
        .add(
            FaultRule.on("GET", "/actions/runs\\?per_page=100&page=3", GitHubFaults.pageRefused()));
    var run = github.streams("runs").start();
    run.until(() -> Events.keys(run, "run").size() == 350, Duration.ofSeconds(40)).untilClaimed();
  }

  @Test
  void readsFromAStartDateOn() {
    github.issues(web, 5, Duration.ofDays(1));
    var start = web.issues().get(4).updatedAt();
    var run =
        github
            .streams("issues")
            .listing("50", "300")
            .with("github.start", Instant.ofEpochSecond(start).toString())
            .start();
    run.until(() -> Events.numbers(run).size() == 2).during(Duration.ofMillis(500));
    assertThat(Events.numbers(run)).containsExactly(4, 5);
  }

  @Test
  void readsPullRequestsFromAStartDateOnAlthoughTheirListingCannotBeginThere() {
    var clock = github.simulator().state().clock();
    github.pull(web);
    clock.advance(Duration.ofDays(2));
    var start = clock.instant();
    int later = github.pull(web);
    var run =
        github
            .streams("pulls")
            .with("github.start", start.toString().substring(0, 19) + "Z")
            .start();
    run.until(() -> !run.events().isEmpty()).during(Duration.ofMillis(300));
    assertThat(Events.numbersOf(run, "pull_request")).containsExactly(later);
  }

  @Test
  void asksOnceForTheReviewsOfAHundredPullRequests() {
    for (int i = 0; i < 60; i++) {
      web.pulls().review(github.pull(web), "bob", "APPROVED", "Good " + i);
    }
    github.simulator().state().clock().advance(Duration.ofMinutes(1));
    var run = github.streams("pulls").start();
    run.until(() -> run.events().size() == 120);
    assertThat(github.simulator().requests().perEndpoint())
        .doesNotContainKey("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews");
  }

  private static long moved(TaskRun run) {
    return run.events().stream().filter(event -> event.getText().get().equals("Moved.")).count();
  }
}
