package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.RawEvent;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultRule;
import io.alluvium.simulators.github.GitHubFaults;
import io.alluvium.simulators.github.state.Pulls;
import io.alluvium.simulators.github.state.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What upstream does to connectors, one by one. */
final class TrapsTest {
  private final SimulatedGithub github = new SimulatedGithub();
  private final Repository web = github.repository("acme/web");
  @TempDir private Path temp;

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void passesOverNothingWhenThingsMoveBetweenPagesWhileTheyAreListed() {
    issues(250, Duration.ofSeconds(10));
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
    run.until(() -> numbers(run).size() == 250 && moved(run) == 5);
  }

  @Test
  void readsMoreThingsThanAPageThatAllChangedInOneSecond() {
    issues(230, Duration.ZERO);
    var run = github.streams("issues").start();
    run.until(() -> numbers(run).size() == 230).untilClaimed();
    assertThat(run.events()).hasSize(230);
  }

  @Test
  void deletesNothingWhenACompleteListingFailsHalfWay() {
    issues(250, Duration.ofSeconds(10));
    var run = often("issues").start();
    run.until(() -> numbers(run).size() == 250).untilClaimed();
    github
        .simulator()
        .faults()
        .add(FaultRule.on("GET", "since=.*", Fault.status(502, "Bad gateway")).times(4));
    run.during(Duration.ofSeconds(4));
    assertThat(run.events()).allMatch(event -> event.getDeletion().isEmpty());
  }

  @Test
  void doesNotTakeAThingForDeletedThatOnlyAListingHides() {
    issues(30, Duration.ofSeconds(1));
    var run = often("issues").start();
    run.until(() -> numbers(run).size() == 30).untilClaimed();
    github
        .simulator()
        .faults()
        .add(FaultRule.on("GET", "/issues\\?", new Fault.Answer(200, Map.of(), "[]")).times(6));
    run.during(Duration.ofSeconds(1));
    assertThat(github.simulator().faults().hits()).isEqualTo(6);
    assertThat(run.events()).allMatch(event -> event.getDeletion().isEmpty());
  }

  @Test
  void takesATransferredIssueForGoneFromItsOldRepository() {
    var target = github.simulator().state().createRepository("acme", "other");
    issues(10, Duration.ofSeconds(1));
    var run = often("issues").start();
    run.until(() -> numbers(run).size() == 10).untilClaimed();
    web.issues().transfer(3, target);
    run.until(() -> deleted(run).contains("github:127.0.0.1/issue/" + web.id() + "/3"));
  }

  @Test
  void followsARenamedRepositoryWithoutAnEventMore() {
    issues(5, Duration.ofSeconds(1));
    var run = github.streams("issues").start();
    run.until(() -> numbers(run).size() == 5);
    github.simulator().state().renameRepository("acme/web", "site");
    // Somebody else takes the old name.
    var thief = github.simulator().state().createRepository("acme", "web");
    thief.issues().create("eve", "Not ours", "...");
    var number = web.issues().create("ada", "After the renaming", "...").number();
    run.until(() -> numbers(run).contains(number)).during(Duration.ofMillis(300));
    assertThat(run.events()).hasSize(6);
    assertThat(github.with("github.repositories", "" + web.id()).scopes())
        .containsExactly(web.id() + " public acme/site");
  }

  @Test
  void restsWhereAKindOfThingIsSwitchedOffAndReadsTheOthers() {
    web.enable(Repository.Feature.ISSUES, false);
    web.enable(Repository.Feature.ACTIONS, false);
    web.releases().create("ada", "v1", "One", "First.");
    var run = github.streams("issues,runs,releases").start();
    run.until(() -> run.events().size() == 1 && run.claims().size() >= 3);
    assertThat(run.gaps()).allMatch(gap -> gap.getReason().equals("NOT_READ_YET"));
  }

  @Test
  void saysWhichRepositoryIsGoneAndReadsTheOthers() {
    var gone = github.repository("acme/gone");
    gone.issues().create("ada", "Old", "...");
    var run = github.streams("issues").start();
    run.until(() -> run.events().size() == 1);
    github.simulator().state().deleteRepository("acme/gone");
    web.issues().create("ada", "New", "...");
    run.until(() -> run.events().size() == 2);
    run.until(() -> run.gaps().stream().anyMatch(gap -> gap.getReason().equals("GONE")));
    assertThat(run.gaps())
        .filteredOn(gap -> gap.getReason().equals("GONE"))
        .allSatisfy(gap -> {
          assertThat(gap.getScope()).isEqualTo("127.0.0.1/" + gone.id());
          assertThat(gap.getMessage()).contains("acme/gone").contains("Give");
        });
    assertThat(deleted(run)).isEmpty();
  }

  @Test
  void readsAnEmptyRepositoryAndItsFirstCommit() {
    var run = github.streams("commits,issues").mirrors(temp).start();
    run.until(() -> run.claims().stream().anyMatch(claim -> claim.getAxis().equals("refs")));
    var sha = web.git().commit("main", "ada", "First", Map.of("a.txt", "one\n"));
    run.until(() ->
        run.events().stream().anyMatch(event -> event.getEntityKey().equals("commit:" + sha)));
  }

  @Test
  void dropsNoCommitWhenTheOtherSideSuddenlyShowsNoBranch() {
    web.git().commit("main", "ada", "First", Map.of("a.txt", "one\n"));
    var run = github.streams("commits").mirrors(temp).start();
    run.until(() -> run.events().size() == 2);
    web.git().deleteBranch("main");
    run.during(Duration.ofSeconds(2));
    assertThat(deleted(run)).isEmpty();
  }

  @Test
  void goesOnAfterFaultsThatPassAndLosesNothing() {
    issues(120, Duration.ofSeconds(1));
    var faults = github.simulator().faults();
    faults.add("GET", "/issues", 1, new Fault.Reset());
    faults.add(FaultRule.on("GET", "/issues", new Fault.Truncate(50)).after(1).times(1));
    faults.add(FaultRule.on("GET", "/issues", Fault.badGatewayPage()).after(1).times(1));
    var run = github.streams("issues").start();
    run.until(() -> numbers(run).size() == 120);
    assertThat(faults.hits()).isEqualTo(3);
    assertThat(run.events()).hasSize(120);
  }

  @Test
  void givesUpOnePullRequestWhoseReviewsFailAndReadsTheOthers() {
    int broken = pull();
    int fine = pull();
    web.pulls().review(fine, "bob", "APPROVED", "Good.");
    web.pulls().review(broken, "bob", "APPROVED", "Lost.");
    var faults = github.simulator().faults();
    faults.add(FaultRule.on("POST", "/graphql", Fault.status(502, "Too much")));
    faults.add(FaultRule.on("GET", "/pulls/" + broken + "/reviews", Fault.status(500, "Oops")));
    var run = github.streams("pulls").start();
    run.until(() -> kinds(run).contains("review") && numbersOf(run, "pull_request").size() == 2);
    run.until(() -> run.gaps().stream().anyMatch(gap -> gap.getMessage().contains("500")));
    assertThat(run.gaps())
        .filteredOn(gap -> gap.getMessage().contains("500"))
        .first()
        .satisfies(gap -> assertThat(gap.getFrom()).isEqualTo("reviews of " + broken));
  }

  @Test
  void asksOnceForTheReviewsOfAHundredPullRequests() {
    for (int i = 0; i < 60; i++) {
      web.pulls().review(pull(), "bob", "APPROVED", "Good " + i);
    }
    github.simulator().state().clock().advance(Duration.ofMinutes(1));
    var run = github.streams("pulls").start();
    run.until(() -> run.events().size() == 120);
    assertThat(github.simulator().requests().perEndpoint())
        .doesNotContainKey("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews");
  }

  @Test
  void paysNothingForARepositoryWhereNothingHappens() {
    issues(5, Duration.ofSeconds(10));
    github.simulator().state().clock().advance(Duration.ofMinutes(1));
    var run = github.streams("issues,comments,pulls,releases,runs").start();
    run.until(() -> numbers(run).size() == 5).during(Duration.ofMillis(500));
    var requests = github.simulator().requests();
    requests.clear();
    run.during(Duration.ofSeconds(1));
    assertThat(requests.total()).isPositive().isEqualTo(requests.notModified());
  }

  @Test
  void readsFromAStartDateOn() {
    issues(5, Duration.ofDays(1));
    var start = web.issues().get(4).updatedAt();
    var run = often("issues").with("github.start", Instant.ofEpochSecond(start).toString()).start();
    run.until(() -> numbers(run).size() == 2).during(Duration.ofMillis(500));
    assertThat(numbers(run)).containsExactly(4, 5);
  }

  @Test
  void readsPullRequestsFromAStartDateOnAlthoughTheirListingCannotBeginThere() {
    var clock = github.simulator().state().clock();
    pull();
    clock.advance(Duration.ofDays(2));
    var start = clock.instant();
    int later = pull();
    var run =
        github
            .streams("pulls")
            .with("github.start", start.toString().substring(0, 19) + "Z")
            .start();
    run.until(() -> !run.events().isEmpty()).during(Duration.ofMillis(300));
    assertThat(numbersOf(run, "pull_request")).containsExactly(later);
  }

  @Test
  void findsByACompleteListingWhatAListingThatIsCutOffDidNotShow() {
    for (int i = 0; i < 150; i++) {
      pull();
      github.simulator().state().clock().advance(Duration.ofSeconds(10));
    }
    github
        .simulator()
        .faults()
        .add(FaultRule.on("GET", "/pulls\\?.*[?&]page=2", GitHubFaults.pageRefused()));
    var run = github.streams("pulls").start();
    run.until(() -> !run.claims().isEmpty());
    assertThat(numbersOf(run, "pull_request")).hasSize(150);
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
    run.until(() -> keys(run, "run").size() == 350, Duration.ofSeconds(40)).untilClaimed();
  }

  @Test
  void readsEverythingWhateverGoesWrongOnce() {
    issues(120, Duration.ofSeconds(1));
    for (int i = 0; i < 3; i++) {
      web.pulls().review(pull(), "bob", "APPROVED", "Good " + i);
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
  void readsManyRepositoriesInTurnsAndHoldsFewPages() {
    for (int i = 0; i < 30; i++) {
      var one = github.repository("acme/r" + i);
      for (int n = 0; n < 20; n++) {
        one.issues().create("ada", "Issue " + n, "It fails.");
      }
    }
    var run = github.streams("issues,comments,releases").start();
    run.until(() -> run.events().size() == 600).during(Duration.ofMillis(300));
    assertThat(run.events()).hasSize(600);
  }

  @Test
  void resumesABackfillWhereItWasKilled() {
    issues(500, Duration.ofSeconds(10));
    var seen = new TreeSet<Integer>();
    for (int kills = 0; kills < 3; kills++) {
      var run = github.streams("issues").start();
      run.until(() -> run.events().size() >= 100);
      assertThat(seen).doesNotContainAnyElementsOf(numbers(run));
      seen.addAll(numbers(run));
      github.stop();
    }
    github.simulator().requests().clear();
    var run = github.start();
    run.until(() -> numbers(run).size() == 500 - seen.size()).untilClaimed();
    assertThat(github.simulator().requests().perEndpoint().get("GET /repos/{owner}/{repo}/issues"))
        .isLessThanOrEqualTo(4);
  }

  @Test
  void stopsWithinASecondWhileGithubSaysNothing() throws InterruptedException {
    issues(3, Duration.ofSeconds(1));
    var run = github.streams("issues").start();
    github
        .simulator()
        .faults()
        .add(FaultRule.on("GET", "/issues", new Fault.Hang(Duration.ofSeconds(5))));
    var polling = new Thread(run::pollUncommitted);
    polling.start();
    Thread.sleep(300);
    long begin = System.nanoTime();
    github.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    polling.join(1_000);
    assertThat(polling.isAlive()).isFalse();
  }

  @Test
  void readsEverythingAgainAsPrivateWhenARepositoryBecomesPrivate() {
    issues(3, Duration.ofSeconds(1));
    var before = github.streams("issues").start();
    before.until(() -> before.events().size() == 3);
    github.stop();
    web.makePrivate(true);
    var run = github.start();
    run.until(() -> run.events().size() == 3);
    assertThat(run.events()).extracting(RawEvent::getVisibility).containsOnly("private");
  }

  @Test
  void givesUpAnEntryThatCannotBeUnderstoodUntilItCan() {
    issues(3, Duration.ofSeconds(1));
    var page = "[{\"number\":2,\"title\":\"Half\",\"updated_at\":\"2026-01-01T00:00:00Z\"}]";
    var answer = new Fault.Answer(200, Map.of("Content-Type", "application/json"), page);
    github.simulator().faults().add("GET", "/issues", 1, answer);
    var run = github.streams("issues").start();
    run.until(() ->
        run.gaps().stream()
            .anyMatch(
                gap -> gap.getReason().equals("CORRUPT_UPSTREAM") && gap.getClosedAt().isEmpty()));
    run.until(() -> numbers(run).size() == 3);
    run.until(() ->
        run.gaps().stream()
            .anyMatch(gap ->
                gap.getReason().equals("CORRUPT_UPSTREAM") && gap.getClosedAt().isPresent()));
  }

  private static long moved(TaskRun run) {
    return run.events().stream().filter(event -> event.getText().get().equals("Moved.")).count();
  }

  private SimulatedGithub often(String streams) {
    return github
        .streams(streams)
        .with("github.listing.ms", "50")
        .with("github.absence.confirm.ms", "300");
  }

  private void issues(int count, Duration apart) {
    for (int i = 0; i < count; i++) {
      web.issues().create("ada", "Issue " + i, "It fails.");
      github.simulator().state().clock().advance(apart);
    }
  }

  private int pull() {
    return web.pulls()
        .create("ada", "Mend", "Please.", new Pulls.Branches("topic", "main"))
        .number();
  }

  private static Set<Integer> numbers(TaskRun run) {
    return numbersOf(run, "issue");
  }

  private static Set<Integer> numbersOf(TaskRun run, String kind) {
    return run.events().stream()
        .filter(event -> event.getKind().equals(kind) && event.getDeletion().isEmpty())
        .map(event -> Integer.parseInt(event.getAttributes().get("number")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> keys(TaskRun run, String kind) {
    return run.events().stream()
        .filter(event -> event.getKind().equals(kind))
        .map(RawEvent::getEntityKey)
        .collect(Collectors.toSet());
  }

  private static List<String> kinds(TaskRun run) {
    return run.events().stream().map(RawEvent::getKind).toList();
  }

  private static List<String> deleted(TaskRun run) {
    return run.events().stream()
        .filter(event -> event.getDeletion().isPresent())
        .map(RawEvent::getEntityKey)
        .toList();
  }
}
