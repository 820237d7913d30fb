package io.alluvium.connectors.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One repository stays open while its history is rewritten, as it does in a running source. */
final class RewrittenHistoryTest {
  private static final String[] COLLECT_GARBAGE = {"gc", "-q", "--prune=now"};

  @TempDir Path directory;
  private GitCli git;
  private GitRepository repository;
  private List<String> main;

  @BeforeEach
  void openRepository() {
    git = GitCli.init(directory.resolve("repository"));
    var history = new FastImport();
    for (int i = 0; i < 10; i++) {
      history.write("f" + i, "line\n").commit("main", "Commit " + i + "\n");
    }
    history.branch("side", 6);
    for (int i = 0; i < 3; i++) {
      history.write("s" + i, "line\n").commit("side", "Side " + i + "\n");
    }
    git.load(history);
    git.run("checkout", "-q", "main");
    main = git.lines("rev-list", "main");
    repository = GitRepository.containing(git.directory()).orElseThrow();
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  @Test
  void listsNothingWhereNothingWasDropped() throws MissingHistoryException {
    var before = tips();
    git.write("more", "line\n").commit("More");
    assertThat(repository.dropped(before, tips())).isEmpty();
  }

  @Test
  void listsWhatResetDropped() throws MissingHistoryException {
    var before = tips();
    git.run("reset", "-q", "--hard", main.get(3));
    assertThat(repository.dropped(before, tips())).isEqualTo(main.subList(0, 3));
    assertThat(read(before)).isEmpty();
  }

  @Test
  void listsWhatRebaseDroppedAndMade() throws MissingHistoryException {
    var before = tips();
    var side = git.lines("rev-list", "main..side");
    git.run("rebase", "-q", "main", "side");
    assertThat(repository.dropped(before, tips())).isEqualTo(side);
    assertThat(read(before)).isEqualTo(git.lines("rev-list", "main..side"));
  }

  @Test
  void listsWhatDeletedBranchAloneHad() throws MissingHistoryException {
    var before = tips();
    var side = git.lines("rev-list", "main..side");
    git.run("branch", "-q", "-D", "side");
    assertThat(repository.dropped(before, tips())).isEqualTo(side);
  }

  @Test
  void keepsMergedCommitsWhereBranchIsDeleted() throws MissingHistoryException {
    git.run("merge", "-q", "--no-edit", "side");
    var before = tips();
    git.run("branch", "-q", "-D", "side");
    assertThat(repository.dropped(before, tips())).isEmpty();
  }

  @Test
  void saysWhereOldHistoryIsGone() {
    var before = tips();
    git.run("reset", "-q", "--hard", main.get(3));
    git.run("reflog", "expire", "--expire=now", "--all");
    git.run(COLLECT_GARBAGE);
    var after = tips();
    assertThatThrownBy(() -> repository.dropped(before, after))
        .isInstanceOf(MissingHistoryException.class)
        .hasMessageContaining(main.get(0));
  }

  @Test
  void readsEverythingAgainWhereExcludedHistoryIsGone() {
    var before = List.of(main.get(0));
    git.run("reset", "-q", "--hard", main.get(3));
    git.run("reflog", "expire", "--expire=now", "--all");
    git.run(COLLECT_GARBAGE);
    try (var walk = repository.walk(List.of(main.get(3)), before)) {
      assertThat(walk.missingExcludes()).isEqualTo(before);
      assertThat(GitCli.drain(walk)).extracting(CommitOutcome::sha).isEqualTo(main.subList(3, 10));
    }
  }

  @Test
  void readsOnWhilePacksAreReplaced() {
    var history = new FastImport();
    for (int i = 0; i < 1_500; i++) {
      history.write("f" + i % 7, "line " + i + "\n").commit("long", "Long " + i + "\n");
    }
    git.load(history);
    git.run(COLLECT_GARBAGE);
    var commits = git.lines("rev-list", "long");
    try (var walk = repository.walk(List.of(commits.get(0)), List.of())) {
      assertThat(walk.next()).isPresent();
      git.run("repack", "-a", "-d", "-f", "-q", "--depth=1");
      git.run("prune", "--expire=now");
      var rest = GitCli.drain(walk);
      assertThat(rest)
          .allMatch(it -> it instanceof GitCommit commit && commit.damage().isEmpty())
          .extracting(CommitOutcome::sha)
          .isEqualTo(commits.subList(1, commits.size()));
    }
  }

  @Test
  void findsNewCommitsThoughClocksRanBackwards() {
    var before = tips();
    var old = git.run("rev-parse", "HEAD^{tree}");
    var commit =
        git.run(
            ("tree "
                    + old
                    + "\nparent "
                    + main.get(0)
                    + "\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\nOld\n")
                .getBytes(UTF_8),
            "hash-object",
            "-t",
            "commit",
            "-w",
            "--stdin");
    git.run("update-ref", "refs/heads/old", commit);
    assertThat(read(before)).containsExactly(commit);
  }

  private Collection<String> tips() {
    return repository.refs().values();
  }

  private List<String> read(Collection<String> exclude) {
    try (var walk = repository.walk(tips(), exclude)) {
      return GitCli.drain(walk).stream().map(CommitOutcome::sha).toList();
    }
  }
}
