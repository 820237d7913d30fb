package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.RawEvent;
import io.alluvium.simulators.github.state.Pulls;
import io.alluvium.simulators.github.state.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamsTest {
  private final SimulatedGithub github = new SimulatedGithub();
  private final Repository web = github.repository("acme/web");
  @TempDir private Path temp;

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void publishesEveryKindOfThingOfARepository() {
    var issue = web.issues().create("ada", "It fails", "Always.").number();
    web.issues().comment(issue, "bob", "Here too.");
    var pull = pull("Mend it");
    web.pulls().review(pull, "bob", "APPROVED", "Good.");
    web.pulls().comment(pull, "bob", "a.txt", 1, "Why?");
    web.releases().create("ada", "v1", "One", "First.");
    web.actions().complete(web.actions().start("ada", "Build", "main", "c0ffee").id(), "success");
    var sha = web.git().commit("main", "ada", "First", Map.of("a.txt", "one\n"));
    web.git().tag("v1", sha);
    var run = github.mirrors(temp).start();
    run.until(() ->
        Events.kinds(run)
            .containsAll(
                List.of(
                    "issue",
                    "pull_request",
                    "comment",
                    "review",
                    "release",
                    "run",
                    "job",
                    "commit",
                    "branch",
                    "tag")));
    run.during(Duration.ofMillis(500));
    assertThat(Events.kinds(run))
        .containsOnlyOnce("issue", "pull_request", "review", "release", "run", "branch", "tag")
        .filteredOn("comment"::equals)
        .hasSize(2);
    assertThat(Events.of(run, "commit"))
        .extracting(RawEvent::getEntityKey)
        .contains("commit:" + sha);
    assertThat(run.gaps())
        .filteredOn(gap -> gap.getClosedAt().isEmpty())
        .allSatisfy(gap -> assertThat(gap.getReason()).isEqualTo("NOT_READ_YET"));
  }

  @Test
  void readsAPullRequestFromItsOwnListingSoThatItHasOneIdentity() {
    var number = pull("Mend it");
    web.pulls().requestReview(number, "ada", "bob");
    var run = github.streams("issues,pulls").start();
    run.until(() -> Events.kinds(run).contains("pull_request")).during(Duration.ofMillis(300));
    assertThat(run.events())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getKind()).isEqualTo("pull_request");
          assertThat(event.getAttributes()).containsKeys("head_sha", "base_ref");
          assertThat(event.getListAttributes()).containsKey("requested_reviewers");
        });
  }

  @Test
  void publishesAReviewThatComesLaterAndOneThatIsDismissed() {
    var number = pull("Mend it");
    var run = github.streams("pulls").start();
    run.until(() -> Events.kinds(run).contains("pull_request"));
    var review = web.pulls().review(number, "bob", "CHANGES_REQUESTED", "Not yet.");
    run.until(() -> Events.kinds(run).contains("review"));
    web.pulls().dismissReview(review.id(), "ada");
    run.until(() -> Events.of(run, "review").size() == 2);
    assertThat(Events.of(run, "review"))
        .extracting(event -> event.getAttributes().get("state"))
        .containsExactly("changes_requested", "dismissed");
  }

  @Test
  void followsARunUntilItsJobsAreDoneAndWhenItIsRunAgain() {
    var id = web.actions().start("ada", "Build", "main", "c0ffee").id();
    var run = github.streams("runs").start();
    run.until(() -> Events.kinds(run).contains("job"));
    web.actions().complete(id, "failure");
    run.until(() ->
        Events.of(run, "run").stream()
            .anyMatch(one -> "failure".equals(one.getAttributes().get("conclusion"))));
    web.actions().rerun(id);
    web.actions().complete(id, "success");
    run.until(() ->
        Events.of(run, "run").stream()
            .anyMatch(one -> "2".equals(one.getAttributes().get("attempt"))));
    run.until(() ->
        Events.of(run, "job").stream()
            .anyMatch(one -> "2".equals(one.getAttributes().get("attempt"))));
  }

  @Test
  void asksOnceForTheJobsOfARunThatWaits() {
    var id = web.actions().start("ada", "Build", "main", "c0ffee").id();
    github.simulator().state().clock().advance(Duration.ofMinutes(1));
    var run = github.streams("runs").start();
    run.until(() -> Events.kinds(run).contains("job")).untilClaimed();
    github.simulator().requests().clear();
    github.simulator().state().clock().advance(Duration.ofHours(2));
    web.actions().complete(web.actions().start("ada", "Other", "main", "c0ffee").id(), "success");
    github.simulator().state().clock().advance(Duration.ofMinutes(1));
    run.until(() -> Events.of(run, "run").size() == 2).during(Duration.ofSeconds(1));
    assertThat(github.simulator().requests().recent())
        .noneMatch(entry -> entry.target().contains("/runs/" + id + "/jobs"));
    web.actions().complete(id, "success");
    run.until(() ->
        Events.of(run, "job").stream()
            .filter(one -> one.getThreadKey().get().endsWith("/" + id))
            .anyMatch(one -> "success".equals(one.getAttributes().get("conclusion"))));
  }

  @Test
  void passesOverRunsBeyondTheLookBackOnceTheyWereRead() {
    var clock = github.simulator().state().clock();
    clock.advance(Duration.ofDays(-60));
    for (int i = 0; i < 5; i++) {
      web.actions().complete(web.actions().start("ada", "Old", "main", "c0ffee").id(), "success");
    }
    clock.advance(Duration.ofDays(60));
    var run = github.streams("runs").start();
    run.until(() -> Events.of(run, "run").size() == 5).untilClaimed().forget();
    github.simulator().requests().clear();
    web.actions().complete(web.actions().start("ada", "New", "main", "c0ffee").id(), "success");
    run.until(() -> !Events.of(run, "job").isEmpty()).during(Duration.ofSeconds(1));
    assertThat(Events.of(run, "run")).extracting(one -> one.getTitle().get()).containsOnly("New");
    clock.advance(Duration.ofHours(2));
    run.forget().during(Duration.ofSeconds(1));
    assertThat(run.events()).isEmpty();
  }

  @Test
  void findsThatARunOfThreeWeeksAgoIsRunAgain() {
    var clock = github.simulator().state().clock();
    clock.advance(Duration.ofDays(-21));
    var id = web.actions().start("ada", "Build", "main", "c0ffee").id();
    web.actions().complete(id, "failure");
    clock.advance(Duration.ofDays(21));
    var run = github.streams("runs").start();
    run.until(() -> Events.of(run, "job").size() == 2).untilClaimed();
    web.actions().rerun(id);
    web.actions().complete(id, "success");
    clock.advance(Duration.ofHours(2));
    run.until(() ->
        Events.of(run, "run").stream()
            .anyMatch(one -> "2".equals(one.getAttributes().get("attempt"))));
    run.until(() ->
        Events.of(run, "job").stream()
            .anyMatch(one -> "2".equals(one.getAttributes().get("attempt"))));
  }

  @Test
  void saysThatAnIssueWasClosedOrReopenedAndAPullRequestMerged() {
    var issue = web.issues().create("ada", "It fails", "Always.").number();
    var pull = pull("Mend it");
    var run = github.streams("issues,pulls").start();
    run.until(() -> run.events().size() == 2).untilClaimed().forget();
    web.issues().close(issue, "bob", "completed");
    web.pulls().merge(pull, "bob");
    run.until(() -> verbs(run).containsAll(List.of("closed", "merged")));
    web.issues().reopen(issue, "bob");
    run.until(() -> verbs(run).contains("reopened"));
    assertThat(Events.of(run, "issue"))
        .extracting(one -> one.getAttributes().get("state"))
        .containsExactly("closed", "open");
  }

  private static List<String> verbs(TaskRun run) {
    return run.events().stream().map(one -> one.getVerb().orElse("")).toList();
  }

  @Test
  void readsAnEnterpriseServerBelowItsBase() {
    web.issues().create("ada", "It fails", "Always.");
    web.pulls().review(pull("Mend it"), "bob", "APPROVED", "Good.");
    web.pulls().review(pull("Mend more"), "bob", "APPROVED", "Better.");
    web.git().commit("main", "ada", "First", Map.of("a.txt", "one\n"));
    var base = github.simulator().enterpriseUrl().toString();
    var run =
        github
            .streams("issues,pulls,commits")
            .mirrors(temp)
            .with("github.api.url", base)
            .with("github.organisations", "acme")
            .start();
    run.until(() ->
        Events.kinds(run)
            .containsAll(List.of("issue", "pull_request", "review", "commit", "branch")));
    assertThat(github.simulator().requests().recent())
        .anyMatch(one -> one.target().equals("/api/graphql"));
    assertThat(run.events())
        .filteredOn(one -> one.getKind().equals("issue"))
        .allSatisfy(one ->
            assertThat(one.getEntityKey()).isEqualTo("github:127.0.0.1/issue/" + web.id() + "/1"));
  }

  @Test
  void publishesAnEditedReleaseAndADeletedOne() {
    var id = web.releases().create("ada", "v1", "One", "First.").id();
    var run =
        github
            .streams("releases")
            .with("github.listing.ms", "50")
            .with("github.absence.confirm.ms", "100")
            .start();
    run.until(() -> Events.kinds(run).contains("release"));
    web.releases().edit(id, "One", "First, mended.");
    run.until(() -> run.events().size() == 2);
    web.releases().delete(id);
    run.until(() -> run.events().get(run.events().size() - 1).getDeletion().isPresent());
  }

  @Test
  void keepsCommentsOnLinesApartFromCommentsWithTheSameNumber() {
    var number = pull("Mend it");
    var whole = web.issues().comment(number, "bob", "On the whole.");
    var line = web.pulls().comment(number, "bob", "a.txt", 1, "On a line.");
    assertThat(whole.id()).isEqualTo(line.id());
    var run = github.streams("comments,review_comments").start();
    run.until(() -> run.events().size() == 2);
    assertThat(run.events()).extracting(RawEvent::getEntityKey).doesNotHaveDuplicates();
    assertThat(run.events())
        .extracting(event -> event.getThreadKey().get())
        .containsOnly("github:127.0.0.1/issue/" + web.id() + "/" + number);
  }

  @Test
  void marksWhatIsPrivate() {
    web.makePrivate(true);
    web.issues().create("ada", "Secret plan", "...");
    var run = github.streams("issues").start();
    run.until(() -> !run.events().isEmpty());
    assertThat(run.events()).extracting(RawEvent::getVisibility).containsOnly("private");
  }

  @Test
  void dropsCommitsThatAForcedPushLeavesBehind() {
    var base = web.git().commit("main", "ada", "Base", Map.of("a.txt", "one\n"));
    var gone = web.git().commit("main", "ada", "Gone", Map.of("a.txt", "two\n"));
    var run = github.streams("commits").mirrors(temp).start();
    run.until(() -> Events.of(run, "commit").size() >= 2);
    run.forget();
    web.git().forcePush("main", "ada", base);
    run.until(() -> !Events.of(run, "commit").isEmpty());
    assertThat(Events.of(run, "commit"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getEntityKey()).isEqualTo("commit:" + gone);
          assertThat(event.getDeletion()).contains("inferred");
        });
  }

  private int pull(String title) {
    return web.pulls()
        .create("ada", title, "Please.", new Pulls.Branches("topic", "main"))
        .number();
  }
}
