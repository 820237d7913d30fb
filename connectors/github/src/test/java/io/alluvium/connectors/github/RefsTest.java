package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.RawEvent;
import io.alluvium.simulators.github.state.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches and tags as things of their own. */
final class RefsTest {
  private final SimulatedGithub github = new SimulatedGithub();
  private final Repository web = github.repository("acme/web");
  @TempDir private Path temp;
  private String first;
  private String second;

  @BeforeEach
  void push() {
    first = web.git().commit("main", "ada", "First", Map.of("a.txt", "one\n"));
    second = web.git().commit("main", "ada", "Second", Map.of("a.txt", "two\n"));
    github.streams("commits").mirrors(temp);
  }

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void publishesABranchWithItsNewestCommit() {
    web.git().forcePush("feature/gauge-ü", "ada", first);
    var run = github.start();
    run.until(() -> refs(run).size() == 2).untilClaimed();
    assertThat(refs(run))
        .filteredOn(event -> !event.getTitle().get().equals("main"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getKind()).isEqualTo("branch");
          assertThat(event.getVerb()).contains("created");
          assertThat(event.getEntityKey())
              .isEqualTo("github:127.0.0.1/branch/" + web.id() + "/feature%2Fgauge-%C3%BC");
          assertThat(event.getAttributes()).isEqualTo(Map.of("sha", first));
          assertThat(event.getVersionOrder().getUpstream()).isZero();
        });
  }

  @Test
  void publishesATagWithTheCommitThatItNames() {
    web.git().tag("v1", first);
    web.git().annotatedTag("v2", second, "ada", "Two\n\nWith gauges.\n");
    var run = github.start();
    run.until(() -> refs(run).size() == 3);
    var tags = refs(run).stream().filter(event -> event.getKind().equals("tag")).toList();
    assertThat(tags).extracting(RefsTest::sha).containsExactlyInAnyOrder(first, second);
    assertThat(tags)
        .filteredOn(event -> event.getTitle().get().equals("v2"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getText()).contains("Two\n\nWith gauges.");
          assertThat(event.getActor().get().getName()).contains("ada");
          assertThat(event.getUrl().get()).endsWith("/acme/web/tree/v2");
        });
  }

  @Test
  void publishesABranchOnceWhenAnotherMovesDuringTheFirstReading() {
    for (int i = 0; i < 150; i++) {
      web.git().forcePush("b" + i, "ada", first);
    }
    var run = github.with("batch.events", "2").with("batch.events.backlog", "2").start();
    run.until(() -> !refs(run).isEmpty());
    web.git().forcePush("late", "ada", first);
    run.until(() -> {
      LockSupport.parkNanos(10_000_000);
      return refs(run).size() >= 152;
    });
    run.untilClaimed();
    assertThat(refs(run)).extracting(event -> event.getTitle().get()).doesNotHaveDuplicates();
    assertThat(names(run)).contains("late", "main").hasSize(152);
  }

  @Test
  void publishesAPushAsAVersionOfTheBranch() {
    var run = followed();
    var third = web.git().commit("main", "ada", "Third", Map.of("a.txt", "three\n"));
    run.until(() -> refs(run).size() == 1 && run.claims().size() == 1);
    assertThat(refs(run))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getVerb()).contains("pushed");
          assertThat(event.getAttributes()).isEqualTo(Map.of("sha", third, "before", second));
        });
  }

  @Test
  void saysThatAPushWasForcedAndWhatWasThereBefore() {
    var run = followed();
    web.git().forcePush("main", "ada", first);
    run.until(() -> !refs(run).isEmpty());
    assertThat(refs(run))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getVerb()).contains("forced");
          assertThat(event.getAttributes())
              .isEqualTo(Map.of("sha", first, "before", second, "forced", "true"));
        });
  }

  @Test
  void publishesABranchOnACommitThatAnotherOneHasAlready() {
    var run = followed();
    web.git().forcePush("copy", "ada", second);
    run.until(() -> refs(run).size() == 1).untilClaimed();
    assertThat(run.events())
        .singleElement()
        .satisfies(event -> assertThat(event.getTitle()).contains("copy"));
  }

  @Test
  void publishesThatATagWasMovedOrHasAnotherMessage() {
    web.git().tag("latest", first);
    web.git().annotatedTag("v2", second, "ada", "Two");
    var run = followed();
    web.git().tag("latest", second);
    run.until(() -> refs(run).size() == 1);
    assertThat(refs(run).get(0).getAttributes())
        .isEqualTo(Map.of("sha", second, "before", first, "forced", "true"));
    web.git().annotatedTag("v2", second, "ada", "Two, reworded");
    run.until(() -> refs(run).size() == 2);
    assertThat(refs(run).get(1).getText()).contains("Two, reworded");
    assertThat(refs(run).get(1).getAttributes()).isEqualTo(Map.of("sha", second));
  }

  @Test
  void publishesThatABranchIsGone() {
    List.of("a", "b", "c", "d", "e").forEach(name -> web.git().forcePush(name, "ada", first));
    var run = followed();
    web.git().deleteBranch("c");
    run.until(() -> run.events().size() == 1).untilClaimed();
    assertThat(refs(run))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getDeletion()).contains("inferred");
          assertThat(event.getTitle()).contains("c");
          assertThat(event.getAttributes()).containsEntry("before", first);
        });
    assertThat(guarantees(run)).contains("deletions");
  }

  @Test
  void asksAgainBeforeItBelievesThatMuchIsGone() {
    List.of("a", "b", "c").forEach(name -> web.git().forcePush(name, "ada", first));
    github.with("github.absence.confirm.ms", "1500");
    var run = followed();
    web.git().deleteBranch("a");
    web.git().deleteBranch("b");
    web.git().tag("v1", first);
    run.untilClaimed();
    assertThat(names(run)).containsExactly("v1");
    assertThat(guarantees(run)).containsExactly("creations", "edits");
    run.until(() -> names(run).containsAll(Set.of("a", "b"))).untilClaimed();
    assertThat(refs(run)).filteredOn(event -> event.getDeletion().isPresent()).hasSize(2);
    assertThat(guarantees(run)).containsExactly("creations", "deletions", "edits");
  }

  @Test
  void makesNoNewVersionOfWhatIsReadAgainAfterAReset() {
    web.git().annotatedTag("v1", first, "ada", "One");
    var before = github.start();
    before.until(() -> refs(before).size() == 2).untilClaimed();
    github.stop();
    github.offsets().reset();
    var after = github.restart();
    after.until(() -> refs(after).size() == 2).untilClaimed();
    assertThat(hashes(after)).isEqualTo(hashes(before));
  }

  @Test
  void losesNoRefWhenKilledInTheMiddleOfThem() {
    for (int i = 0; i < 150; i++) {
      web.git().tag("v" + i, i % 2 == 0 ? first : second);
    }
    var killed = github.start();
    killed.until(() -> refs(killed).size() > 30);
    github.stop();
    var run = github.restart();
    run.untilClaimed();
    assertThat(names(run)).hasSize(151);
  }

  @Test
  void publishesNothingAgainAfterARestart() {
    followed();
    github.stop();
    web.git().tag("v1", first);
    var run = github.restart();
    run.until(() -> !refs(run).isEmpty()).untilClaimed();
    assertThat(names(run)).containsExactly("v1");
  }

  @Test
  void publishesTheRefsAgainAsPrivateWhenTheRepositoryBecomesPrivate() {
    followed();
    github.stop();
    web.makePrivate(true);
    var run = github.start();
    run.until(() -> !refs(run).isEmpty());
    assertThat(refs(run)).extracting(RawEvent::getVisibility).containsOnly("private");
  }

  @Test
  void claimsNothingForAWayBegunBeforeARestartUntilItHasLookedAgain() {
    for (int i = 0; i < 200; i++) {
      web.git().commit("main", "ada", "More " + i, Map.of("a.txt", i + "\n"));
    }
    var killed = github.start();
    killed.until(() -> killed.events().size() > 80);
    assertThat(killed.claims()).isEmpty();
    github.stop();
    web.git().tag("v1", first);
    var run = github.restart();
    run.untilClaimed();
    assertThat(names(run)).containsExactly("v1");
  }

  /** A run that has published everything, all of it forgotten. */
  private TaskRun followed() {
    var run = github.start();
    run.untilClaimed().during(Duration.ofMillis(200));
    return run.forget();
  }

  private static List<RawEvent> refs(TaskRun run) {
    return run.events().stream().filter(event -> !event.getKind().equals("commit")).toList();
  }

  private static Set<String> names(TaskRun run) {
    return refs(run).stream().map(event -> event.getTitle().get()).collect(Collectors.toSet());
  }

  private static Set<String> hashes(TaskRun run) {
    return refs(run).stream().map(event -> ContentHash.of(event).hex()).collect(Collectors.toSet());
  }

  private static String sha(RawEvent event) {
    return event.getAttributes().get("sha");
  }

  private static List<String> guarantees(TaskRun run) {
    var claims = run.claims();
    return claims.get(claims.size() - 1).getGuarantees();
  }
}
