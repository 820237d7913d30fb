package io.alluvium.connectors.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DamagedRepositoryTest {
  private static final int COMMITS = 80;

  @TempDir Path directory;
  private GitCli git;
  private final List<String> commits = new ArrayList<>();

  @BeforeEach
  void makeRepository() {
    git = GitCli.init(directory.resolve("repository"));
    var history = new FastImport();
    for (int i = 0; i < COMMITS; i++) {
      history.write("a.txt", "line\n".repeat(i)).write("dir/b" + i + ".txt", "b" + i + "\n");
      history.commit("main", "Commit " + i + "\n");
    }
    git.load(history);
    commits.addAll(git.lines("rev-list", "main"));
    git.run("checkout", "-q", "main");
  }

  @Test
  void reportsMissingCommitAndReadsTheOthers() throws IOException {
    Files.delete(loose(commits.get(40)));
    assertThat(git.readAll()).extracting(CommitOutcome::sha).isEqualTo(commits.subList(0, 41));
    assertThat(git.readAll().get(40))
        .isInstanceOfSatisfying(
            UnreadableCommit.class,
            it -> {
              assertThat(it.reason()).isEqualTo(FailureReason.CORRUPT_UPSTREAM);
              assertThat(it.detail()).contains(commits.get(40));
            });
  }

  @Test
  void goesOnWithOtherParentsOfMerge() throws IOException {
    git.run("checkout", "-q", "-b", "side", commits.get(10));
    var side = git.write("side.txt", "side\n").commit("Side");
    git.run("checkout", "-q", "main");
    git.run("merge", "-q", "--no-ff", "-m", "Merge", "side");
    var merge = git.head();
    Files.delete(loose(side));
    assertThat(git.readAll())
        .extracting(CommitOutcome::sha)
        .containsExactlyInAnyOrderElementsOf(with(commits, side, merge));
  }

  @Test
  void reportsLooseCommitThatIsGarbage() throws IOException {
    overwrite(loose(commits.get(3)));
    var outcomes = git.readAll();
    assertThat(outcomes).extracting(CommitOutcome::sha).isEqualTo(commits.subList(0, 4));
    assertThat(outcomes.get(3)).isInstanceOf(UnreadableCommit.class);
  }

  @Test
  void readsCommitWhoseTreeIsGarbageWithoutPaths() throws IOException {
    overwrite(loose(git.run("rev-parse", commits.get(3) + "^{tree}")));
    var outcomes = git.readAll();
    assertThat(outcomes).hasSize(COMMITS).allMatch(GitCommit.class::isInstance);
    var damaged = (GitCommit) outcomes.get(3);
    assertThat(damaged.message()).isEqualTo("Commit 76\n");
    assertThat(damaged.paths()).isEmpty();
    assertThat(damaged.damage()).isPresent();
    assertThat(damagedOnly(outcomes)).containsExactly(commits.get(2), commits.get(3));
  }

  @Test
  void readsCommitWithGarbageBlobWithoutItsLines() throws IOException {
    overwrite(loose(git.run("rev-parse", commits.get(3) + ":a.txt")));
    var outcomes = git.readAll();
    assertThat(damagedOnly(outcomes)).containsExactly(commits.get(2), commits.get(3));
    assertThat(((GitCommit) outcomes.get(3)).text())
        .contains("M  a.txt  unreadable", "A  dir/b76.txt  +1 -0");
  }

  @Test
  void losesOnlyDamagedObjectsOfPack() throws IOException {
    git.run("repack", "-a", "-d", "-q", "--depth=0");
    var broken = List.of(commits.get(7), git.run("rev-parse", commits.get(50) + ":a.txt"));
    damageInPack(broken);
    var outcomes = git.readAll();
    assertThat(outcomes).extracting(CommitOutcome::sha).isEqualTo(commits.subList(0, 8));
    assertThat(outcomes.subList(0, 6)).allMatch(it -> ((GitCommit) it).damage().isEmpty());
    assertThat(outcomes.get(7))
        .isInstanceOfSatisfying(
            UnreadableCommit.class, it -> assertThat(it.detail()).contains("damaged in its pack"));
    try (var repository = GitRepository.containing(git.directory()).orElseThrow();
        var walk = repository.walk(List.of(commits.get(8)), List.of())) {
      var older = GitCli.drain(walk);
      assertThat(older).extracting(CommitOutcome::sha).isEqualTo(commits.subList(8, COMMITS));
      assertThat(damagedOnly(older)).containsExactly(commits.get(49), commits.get(50));
    }
  }

  @Test
  void readsOnlyWhatShallowCloneHas() {
    git.run("clone", "-q", "--depth=5", "file://" + git.directory(), "../shallow");
    var shallow = git.in(directory.resolve("shallow"));
    var outcomes = shallow.readAll();
    assertThat(outcomes).extracting(CommitOutcome::sha).isEqualTo(commits.subList(0, 5));
    assertThat(outcomes).allMatch(GitCommit.class::isInstance);
    var last = (GitCommit) outcomes.get(4);
    assertThat(last.parents()).containsExactly(commits.get(5));
    assertThat(last.paths()).isEmpty();
    assertThat(last.damage()).isPresent();
  }

  @Test
  void refusesToJudgeWhatWasDroppedWhereHistoryIsDamaged() throws IOException {
    git.run("reset", "-q", "--hard", commits.get(1));
    Files.delete(loose(commits.get(40)));
    try (var repository = GitRepository.containing(git.directory()).orElseThrow()) {
      assertThatThrownBy(() -> repository.dropped(List.of(commits.get(0)), List.of(commits.get(1))))
          .isInstanceOf(MissingHistoryException.class)
          .hasMessageContaining(commits.get(40));
    }
  }

  private static List<String> with(List<String> commits, String... more) {
    var all = new ArrayList<>(commits);
    all.addAll(List.of(more));
    return all;
  }

  private static List<String> damagedOnly(List<CommitOutcome> outcomes) {
    return outcomes.stream()
        .filter(it -> it instanceof GitCommit commit && commit.damage().isPresent())
        .map(CommitOutcome::sha)
        .toList();
  }

  private Path loose(String object) {
    return git.directory()
        .resolve(".git/objects/" + object.substring(0, 2) + "/" + object.substring(2));
  }

  private static void overwrite(Path file) throws IOException {
    Files.delete(file);
    Files.writeString(file, "this is no object");
  }

  private void damageInPack(List<String> objects) throws IOException {
    try (var files = Files.list(git.directory().resolve(".git/objects/pack"))) {
      var pack = files.filter(it -> it.toString().endsWith(".pack")).findFirst().orElseThrow();
      var offsets =
          git.lines("verify-pack", "-v", pack.toString()).stream()
              .map(line -> line.split(" +"))
              .filter(entry -> objects.contains(entry[0]))
              .map(entry -> Long.parseLong(entry[4]))
              .toList();
      assertThat(offsets).hasSameSizeAs(objects);
      assertThat(pack.toFile().setWritable(true)).isTrue();
      try (var file = new RandomAccessFile(pack.toFile(), "rw")) {
        for (long offset : offsets) {
          file.seek(offset + 6);
          file.write(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF});
        }
      }
    }
  }
}
