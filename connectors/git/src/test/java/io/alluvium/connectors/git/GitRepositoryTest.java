package io.alluvium.connectors.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitRepositoryTest {
  @TempDir Path temporary;
  private Path directory;
  private GitCli git;

  @BeforeEach
  void makeRepository() throws IOException {
    directory = temporary.toRealPath().resolve("repository");
    git = GitCli.init(directory);
  }

  @Test
  void findsNoRepositoryWhereThereIsNone() throws IOException {
    var elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    assertThat(GitRepository.containing(elsewhere)).isEmpty();
  }

  @Test
  void findsRepositoryAboveFile() {
    git.write("dir/a.txt", "a\n").commit("First");
    try (var repository = open(directory.resolve("dir/a.txt"))) {
      assertThat(repository.gitDirectory()).isEqualTo(directory.resolve(".git"));
      assertThat(repository.workTree()).contains(directory);
    }
  }

  @Test
  void readsBareRepository() {
    var commit = git.write("a.txt", "a\n").commit("First");
    git.run("clone", "-q", "--bare", ".", "../bare.git");
    try (var repository = open(temporary.resolve("bare.git"))) {
      assertThat(repository.workTree()).isEmpty();
      assertThat(repository.refs()).containsExactly(entry("refs/heads/main", commit));
    }
  }

  @Test
  void readsFurtherWorkTree() {
    var first = git.write("a.txt", "a\n").commit("First");
    git.run("worktree", "add", "-q", "--detach", "../tree");
    var tree = git.in(directory.resolveSibling("tree"));
    var second = tree.write("a.txt", "b\n").commit("Second");
    try (var repository = open(tree.directory())) {
      assertThat(repository.workTree()).contains(tree.directory());
      assertThat(repository.commonDirectory()).isEqualTo(directory.resolve(".git"));
      assertThat(repository.refs())
          .containsExactly(entry("HEAD", second), entry("refs/heads/main", first));
    }
    assertThat(tree.readAll()).extracting(CommitOutcome::sha).containsExactly(second, first);
  }

  @Test
  void readsSubmoduleByItself() {
    var library = GitCli.init(directory.resolveSibling("library"));
    var commit = library.write("l.txt", "l\n").commit("Library");
    git.run(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        library.directory().toString(),
        "lib");
    try (var repository = open(directory.resolve("lib/l.txt"))) {
      assertThat(repository.gitDirectory()).isEqualTo(directory.resolve(".git/modules/lib"));
      assertThat(repository.refs()).containsEntry("refs/heads/main", commit);
    }
  }

  @Test
  void hasNothingToReadBeforeFirstCommit() {
    try (var repository = open(directory);
        var walk = repository.walk(repository.refs().values(), List.of())) {
      assertThat(repository.refs()).isEmpty();
      assertThat(walk.next()).isEmpty();
    }
  }

  @Test
  void listsBranchesTagsAndRemotesButNoBookkeeping() {
    var commit = git.write("a.txt", "a\n").commit("First");
    git.run("tag", "light");
    git.run("tag", "-a", "-m", "Version 1", "v1");
    git.run("tag", "-a", "-m", "Of a tag", "nested", "v1");
    git.run("update-ref", "refs/remotes/origin/topic", commit);
    git.run("notes", "add", "-m", "A note");
    git.write("a.txt", "b\n").run("stash", "-q");
    var expected =
        Map.of(
            "refs/heads/main", commit,
            "refs/tags/light", commit,
            "refs/tags/v1", commit,
            "refs/tags/nested", commit,
            "refs/remotes/origin/topic", commit);
    assertThat(refs()).isEqualTo(expected);
    git.run("pack-refs", "--all");
    assertThat(refs()).isEqualTo(expected);
  }

  @Test
  void passesOverTagOfFile() {
    var commit = git.write("a.txt", "a\n").commit("First");
    git.run("tag", "file", "HEAD:a.txt");
    assertThat(git.readAll())
        .singleElement()
        .isInstanceOfSatisfying(
            GitCommit.class,
            it -> {
              assertThat(it.sha()).isEqualTo(commit);
              assertThat(it.text()).endsWith("A  a.txt  +1 -0");
            });
  }

  @Test
  void survivesRefsThatAreGarbage() throws IOException {
    var commit = git.write("a.txt", "a\n").commit("First");
    git.write(".git/refs/heads/empty", "").write(".git/refs/heads/garbage", "garbage\n");
    git.write(".git/refs/heads/dangling", "1".repeat(40) + "\n");
    assertThat(refs()).containsEntry("refs/heads/main", commit);
    assertThat(git.readAll()).extracting(CommitOutcome::sha).contains(commit, "1".repeat(40));
  }

  @Test
  void seesThatRefsMayHaveChanged() throws IOException {
    git.write("a.txt", "a\n").commit("First");
    settle();
    try (var repository = open(directory)) {
      var stamp = repository.stamp();
      assertThat(repository.changedSince(stamp)).isFalse();
      for (var change :
          Stream.of(
                  "branch b",
                  "tag t",
                  "pack-refs --all",
                  "commit -q --allow-empty -m Second",
                  "checkout -q --detach",
                  "branch -D b")
              .map(command -> command.split(" "))
              .toList()) {
        git.run(change);
        assertThat(repository.changedSince(stamp)).as(String.join(" ", change)).isTrue();
        settle();
        stamp = repository.stamp();
        assertThat(repository.changedSince(stamp)).isFalse();
      }
    }
  }

  @Test
  void doesNotTrustStampOfFreshFiles() {
    try (var repository = open(directory)) {
      git.write("a.txt", "a\n").commit("First");
      assertThat(repository.changedSince(new RefsStamp(repository.stamp().fingerprint(), false)))
          .isTrue();
    }
  }

  @Test
  void isBusyWhileIndexIsLocked() throws IOException {
    try (var repository = open(directory)) {
      assertThat(repository.busy()).isFalse();
      var lock = Files.createFile(directory.resolve(".git/index.lock"));
      assertThat(repository.busy()).isTrue();
      Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
      assertThat(repository.busy()).isFalse();
    }
  }

  @Test
  void refusesFormatItDoesNotKnow() {
    git.run("init", "-q", "--object-format=sha256", "../sha256");
    assertThatThrownBy(() -> GitRepository.containing(temporary.resolve("sha256")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("object ids are sha256");
  }

  @Test
  void refusesDamagedConfiguration() {
    git.write(".git/config", "[core\n");
    assertThatThrownBy(() -> GitRepository.containing(directory))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(directory.toString());
  }

  @Test
  void leavesNoTrace() throws IOException {
    git.write("a.txt", "a\n").commit("First");
    var before = files();
    try (var repository = open(directory)) {
      repository.stamp();
      try (var walk = repository.walk(repository.refs().values(), List.of())) {
        GitCli.drain(walk);
      }
    }
    assertThat(files()).isEqualTo(before);
  }

  private List<String> files() throws IOException {
    try (var files = Files.walk(temporary)) {
      return files
          .map(file -> file + " " + file.toFile().lastModified() + " " + file.toFile().length())
          .sorted()
          .toList();
    }
  }

  private static GitRepository open(Path path) {
    return GitRepository.containing(path).orElseThrow();
  }

  private Map<String, String> refs() {
    try (var repository = open(directory)) {
      return repository.refs();
    }
  }

  /** Makes all files look old enough to be told apart by their times. */
  private void settle() throws IOException {
    try (var files = Files.walk(directory.resolve(".git"))) {
      for (var file : files.toList()) {
        var time = Files.getLastModifiedTime(file).toInstant().minusSeconds(5);
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
  }
}
