package io.alluvium.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.Promptness;
import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.RawEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommitFollowingTest {
  @TempDir private Path temp;
  private final WatchedTree tree = new WatchedTree();
  private Git git;

  @BeforeEach
  void createRepository() throws Exception {
    git = Git.init().setDirectory(temp.toFile()).setInitialBranch("main").call();
    tree.at(temp);
  }

  @AfterEach
  void stop() {
    tree.close();
    git.close();
  }

  @Test
  void publishesHistoryNewestFirstWithWhatEachCommitChanged() throws Exception {
    commit("first", "a.txt", "one\n");
    var second = commit("second\n\nwhy", "a.txt", "one\ntwo\n");
    var run = start();
    assertThat(commits(run)).extracting(e -> e.getTitle().get()).containsExactly("second", "first");
    var event = commits(run).get(0);
    assertThat(event.getEntityKey()).isEqualTo("commit:" + second);
    assertThat(event.getText()).contains("second\n\nwhy\n\nM  a.txt  +1 -0");
    assertThat(event.getActor().get().getId()).isEqualTo("ada@example.org");
    assertThat(event.getListAttributes().get("refs")).containsExactly("refs/heads/main");
    assertThat(event.getScope()).isEqualTo(temp.toRealPath().toString());
  }

  @Test
  void tellsWhichFilesLieBesideACommit() throws Exception {
    commit("first", "a.txt", "one");
    assertThat(commits(start()).get(0).getAttributes())
        .containsEntry("files_root", "root")
        .doesNotContainKey("files_below");
  }

  @Test
  void tellsWhereInTheWorkTreeTheFilesLie() throws Exception {
    commit("first", "a.txt", "one");
    tree.at(Files.createDirectories(temp.resolve("docs/old")));
    assertThat(commits(start()).get(0).getAttributes())
        .containsEntry("files_root", "root")
        .containsEntry("files_below", "docs/old");
  }

  @Test
  void publishesANewCommitWithinASecond() throws Exception {
    commit("first", "a.txt", "one");
    var run = start();
    commit("second", "a.txt", "two");
    assertThat(Promptness.of(() -> run.until(() -> commits(run).size() == 2)))
        .isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void resumesInTheMiddleOfHistory() throws Exception {
    for (int i = 0; i < 30; i++) {
      commit("commit " + i, "a.txt", "text " + i);
    }
    var first = tree.with("batch.events", "10").with("batch.events.backlog", "10").start();
    first.until(() -> commits(first).size() >= 10);
    var seen = commits(first).stream().map(RawEvent::getEntityKey).toList();
    tree.close();
    commit("made while down", "a.txt", "more");
    var second = tree.start();
    second.until(() -> commits(second).size() >= 31 - seen.size());
    assertThat(commits(second.during(Duration.ofMillis(600))))
        .extracting(RawEvent::getEntityKey)
        .doesNotContainAnyElementsOf(seen)
        .doesNotHaveDuplicates()
        .hasSize(31 - seen.size());
  }

  @Test
  void dropsCommitsThatNoRefLeadsTo() throws Exception {
    var base = commit("base", "a.txt", "one");
    var gone = commit("gone", "a.txt", "two");
    var run = start().forget();
    git.reset().setMode(ResetType.HARD).setRef(base).call();
    var kept = commit("instead", "a.txt", "three");
    run.until(() -> commits(run).size() >= 2);
    assertThat(commits(run))
        .extracting(RawEvent::getEntityKey, event -> event.getDeletion().orElse(""))
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("commit:" + gone, "inferred"),
            org.assertj.core.groups.Tuple.tuple("commit:" + kept, ""));
  }

  @Test
  void keepsCommitsThatAnotherBranchStillHas() throws Exception {
    var base = commit("base", "a.txt", "one");
    commit("kept by branch", "a.txt", "two");
    git.branchCreate().setName("other").call();
    var run = start().forget();
    git.reset().setMode(ResetType.HARD).setRef(base).call();
    run.during(Duration.ofMillis(800));
    assertThat(commits(run)).isEmpty();
  }

  @Test
  void saysThatHistoryIsLostWhenOldTipsAreGone() throws Exception {
    var base = commit("base", "a.txt", "one");
    var gone = commit("gone", "a.txt", "two");
    start();
    tree.close();
    git.reset().setMode(ResetType.HARD).setRef(base).call();
    Files.delete(temp.resolve(".git/objects/" + gone.substring(0, 2) + "/" + gone.substring(2)));
    var run = tree.start();
    run.until(() -> run.gaps().stream().anyMatch(gap -> gap.getReason().equals("HISTORY_LOST")));
    run.until(() -> commits(run).size() == 2);
    // What cannot be excluded is read again; dedupe absorbs that.
    assertThat(commits(run))
        .extracting(RawEvent::getEntityKey)
        .containsExactly("commit:" + gone, "commit:" + base);
    commit("goes on", "a.txt", "three");
    run.forget().until(() -> !commits(run).isEmpty());
    assertThat(commits(run)).extracting(e -> e.getTitle().get()).containsExactly("goes on");
  }

  @Test
  void findsDroppedCommitsAlsoAfterAReset() throws Exception {
    var base = commit("base", "a.txt", "one");
    var gone = commit("gone", "a.txt", "two");
    start();
    tree.close();
    tree.offsets().reset();
    git.reset().setMode(ResetType.HARD).setRef(base).call();
    var run = tree.start();
    run.until(() -> commits(run).size() == 2);
    assertThat(commits(run))
        .extracting(RawEvent::getEntityKey)
        .containsExactly("commit:" + gone, "commit:" + base);
  }

  @Test
  void claimsThatThereAreNoCommitsWhereThereIsNoRepository(@TempDir Path plain) throws Exception {
    var run = tree.at(plain).write("a.txt", "x").start();
    run.until(() -> run.claims().stream().anyMatch(claim -> claim.getAxis().equals("refs")));
    assertThat(run.claims()).extracting(claim -> claim.getAxis()).contains("refs");
  }

  @Test
  void findsARepositoryThatIsMadeLater(@TempDir Path plain) throws Exception {
    tree.at(plain).write("a.txt", "one");
    var run = tree.start();
    run.until(() -> run.events().size() == 1);
    try (var later = Git.init().setDirectory(plain.toFile()).call()) {
      later.add().addFilepattern(".").call();
      later.commit().setMessage("first").setAuthor("Ada", "ada@example.org").call();
      run.until(() -> commits(run).size() == 1);
    }
  }

  @Test
  void saysWhichCommitIsDamagedAndPublishesTheOthers() throws Exception {
    commit("first", "a.txt", "one");
    var damaged = commit("second", "a.txt", "two");
    git.checkout().setName("other").setCreateBranch(true).setStartPoint("main~1").call();
    commit("on another branch", "b.txt", "three");
    var object =
        temp.resolve(".git/objects/" + damaged.substring(0, 2) + "/" + damaged.substring(2));
    var whole = Files.readAllBytes(object);
    assertThat(object.toFile().setWritable(true)).isTrue();
    Files.write(object, new byte[] {1, 2, 3});
    var run = start();
    assertThat(commits(run))
        .extracting(e -> e.getTitle().get())
        .containsExactlyInAnyOrder("on another branch", "first");
    assertThat(run.gaps())
        .anyMatch(g -> g.getReason().equals("CORRUPT_UPSTREAM") && g.getFrom().equals(damaged));
    tree.close();
    Files.write(object, whole);
    tree.offsets().reset();
    var repaired = start();
    assertThat(commits(repaired)).hasSize(3);
    assertThat(repaired.gaps())
        .anyMatch(g -> g.getFrom().equals(damaged) && g.getClosedAt().isPresent());
  }

  @Test
  void dropsNothingWhenTheRepositoryVanishesAndGoesOnWhenItIsBack(@TempDir Path elsewhere)
      throws Exception {
    commit("first", "a.txt", "one");
    var run = start().forget();
    Files.move(temp.resolve(".git"), elsewhere.resolve("git"));
    run.during(Duration.ofMillis(1500));
    assertThat(commits(run)).isEmpty();
    Files.move(elsewhere.resolve("git"), temp.resolve(".git"));
    commit("second", "a.txt", "two");
    run.until(() -> !commits(run).isEmpty());
    assertThat(commits(run)).extracting(e -> e.getTitle().get()).containsExactly("second");
  }

  @Test
  void publishesFilesOfTheWorkTreeBesideItsCommitsButNothingOfDotGit() throws Exception {
    commit("first", "a.txt", "one");
    var run = start();
    assertThat(run.events())
        .filteredOn(event -> event.getKind().equals("file"))
        .extracting(event -> event.getTitle().get())
        .containsExactly("a.txt");
  }

  private TaskRun start() {
    var run = tree.start();
    return run.until(
        () -> run.claims().stream().map(claim -> claim.getAxis()).distinct().count() == 2);
  }

  private String commit(String message, String path, String text) throws Exception {
    tree.write(path, text);
    git.add().addFilepattern(".").call();
    return git.commit()
        .setMessage(message)
        .setAuthor("Ada", "ada@example.org")
        .setCommitter("Ada", "ada@example.org")
        .setSign(false)
        .call()
        .name();
  }

  private static List<RawEvent> commits(TaskRun run) {
    return run.events().stream()
        .filter(
            event -> event.getEntityKey().startsWith(EntityKey.commit("x").value().substring(0, 7)))
        .toList();
  }
}
