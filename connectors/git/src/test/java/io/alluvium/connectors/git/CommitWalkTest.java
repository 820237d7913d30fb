package io.alluvium.connectors.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommitWalkTest {
  @TempDir Path directory;
  private GitCli git;

  @BeforeEach
  void makeRepository() {
    git = GitCli.init(directory.resolve("repository"));
  }

  @Test
  void readsCommitsNewestFirst() {
    var first = git.write("a.txt", "one\n").commit("First");
    var second = git.write("a.txt", "one\ntwo\n").commit("Second\n\nWith a body.");
    assertThat(git.readAll()).extracting(CommitOutcome::sha).containsExactly(second, first);
  }

  @Test
  void describesCommitByMessageAndPaths() {
    git.write("old.txt", "one\ntwo\nthree\nfour\n").write("b.txt", "b\n").commit("First");
    git.run("mv", "old.txt", "new.txt");
    git.write("b.txt", "c\nd\n").write("logo.png", "\0\1\2").commit("Second\n\nWith a body.");
    var commit = (GitCommit) git.readAll().get(0);
    assertThat(commit.subject()).isEqualTo("Second");
    assertThat(commit.text())
        .isEqualTo(
            """
            Second

            With a body.

            M  b.txt  +2 -1
            A  logo.png  binary
            R  old.txt -> new.txt  +0 -0\
            """);
  }

  @Test
  void leavesOutWhatIsExcluded() {
    var first = git.write("a.txt", "one\n").commit("First");
    var second = git.write("a.txt", "two\n").commit("Second");
    try (var repository =
            GitRepository.containing(directory.resolve("repository/a.txt")).orElseThrow();
        var walk = repository.walk(List.of(second), List.of(first))) {
      assertThat(GitCli.drain(walk)).extracting(CommitOutcome::sha).containsExactly(second);
    }
  }

  @Test
  void resumesAfterPlaceReached() {
    for (int i = 0; i < 50; i++) {
      git.write("a.txt", i + "\n").commit("Commit " + i);
    }
    var all = git.readAll();
    try (var repository = GitRepository.containing(git.directory()).orElseThrow();
        var walk = repository.walk(repository.refs().values(), List.of())) {
      assertThat(walk.resumeAfter(20, all.get(19).sha())).isTrue();
      assertThat(GitCli.drain(walk)).isEqualTo(all.subList(20, 50));
    }
  }
}
