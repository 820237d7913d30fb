package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.CoverageClaim;
import io.alluvium.schemas.RawEvent;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.http.RequestLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories that move, hide, are empty or say nothing. */
final class RepositoryTrapsTest {
  private final SimulatedGithub github = new SimulatedGithub();
  private final Repository web = github.repository("acme/web");
  @TempDir private Path temp;

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void takesATransferredIssueForGoneFromItsOldRepository() {
    var target = github.simulator().state().createRepository("acme", "other");
    github.issues(web, 10, Duration.ofSeconds(1));
    var run = github.streams("issues").listing("50", "300").start();
    run.until(() -> Events.numbers(run).size() == 10).untilClaimed();
    web.issues().transfer(3, target);
    run.until(() -> Events.deleted(run).contains("github:127.0.0.1/issue/" + web.id() + "/3"));
  }

  @Test
  void followsARenamedRepositoryWithoutAnEventMore() {
    github.issues(web, 5, Duration.ofSeconds(1));
    var run = github.streams("issues").start();
    run.until(() -> Events.numbers(run).size() == 5);
    github.simulator().state().renameRepository("acme/web", "site");
    // Somebody else takes the old name.
    var thief = github.simulator().state().createRepository("acme", "web");
    thief.issues().create("eve", "Not ours", "...");
    var number = web.issues().create("ada", "After the renaming", "...").number();
    run.until(() -> Events.numbers(run).contains(number)).during(Duration.ofMillis(300));
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
    assertThat(Events.deleted(run)).isEmpty();
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
    assertThat(Events.deleted(run)).isEmpty();
  }

  @Test
  void readsEverythingAgainAsPrivateWhenARepositoryBecomesPrivate() {
    github.issues(web, 3, Duration.ofSeconds(1));
    var before = github.streams("issues").start();
    before.until(() -> before.events().size() == 3);
    github.stop();
    web.makePrivate(true);
    var run = github.start();
    run.until(() -> run.events().size() == 3);
    assertThat(run.events()).extracting(RawEvent::getVisibility).containsOnly("private");
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
  void paysNothingForARepositoryWhereNothingHappens() {
    github.issues(web, 5, Duration.ofSeconds(10));
    github.simulator().state().clock().advance(Duration.ofMinutes(1));
    var run = github.streams("issues,comments,pulls,releases,runs").start();
    run.until(() -> Events.numbers(run).size() == 5);
    run.until(() -> run.claims().stream().map(CoverageClaim::getAxis).distinct().count() == 5);
    var requests = github.simulator().requests();
    run.until(() -> paysNothing(run, requests));
    assertThat(paysNothing(run, requests)).isTrue();
  }

  private static boolean paysNothing(TaskRun run, RequestLog requests) {
    requests.clear();
    run.during(Duration.ofSeconds(1));
    return requests.total() > 0 && requests.total() == requests.notModified();
  }
}
