package io.alluvium.connectors.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.git.ChangedPath.Change;
import io.alluvium.connectors.git.ChangedPath.Lines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we read of a history, beside what git says about it. */
final class GitAgreementTest {
  private static final int COMMITS = 400;

  @TempDir Path directory;
  private GitCli git;

  @BeforeEach
  void makeRepository() {
    git = GitCli.init(directory.resolve("repository"));
    git.run("config", "core.quotePath", "false");
  }

  @Test
  void listsSameCommitsAsRevList() {
    git.load(randomHistory());
    assertThat(git.readAll())
        .extracting(CommitOutcome::sha)
        .containsExactlyInAnyOrderElementsOf(git.lines("rev-list", "--all"));
  }

  @Test
  void listsSamePathsAndLineCountsAsGitLog() {
    git.load(randomHistory());
    git.run("gc", "-q");
    var expected = numstat("log", "--all", "--no-merges", "--numstat", "-M", "--format=C%H");
    assertThat(ours(1)).isEqualTo(expected);
    assertThat(expected).hasSizeGreaterThan(COMMITS / 2);
  }

  @Test
  void listsOnlyWhatMergesThemselvesChanged() {
    git.load(randomHistory());
    var expected = new TreeMap<String, Set<String>>();
    for (var merge : git.lines("rev-list", "--all", "--merges")) {
      expected.put(
          merge,
          new TreeSet<>(
              git.lines("diff-tree", "-c", "-r", "--name-only", "--no-commit-id", merge)));
    }
    var ours = new TreeMap<String, Set<String>>();
    commits()
        .filter(it -> it.parents().size() > 1)
        .forEach(it ->
            ours.put(
                it.sha(),
                it.paths().stream()
                    .map(ChangedPath::path)
                    .collect(Collectors.toCollection(TreeSet::new))));
    assertThat(ours).isEqualTo(expected);
    assertThat(expected.values()).anyMatch(paths -> !paths.isEmpty());
  }

  @Test
  void readsMessagesPeopleAndTimesAsGitDoes() {
    git.load(randomHistory());
    var expected =
        git.lines(
            "log", "--all", "--format=%H%x09%P%x09%s%x09%an%x09%ae%x09%at%x09%cn%x09%ce%x09%ct");
    assertThat(commits().map(GitAgreementTest::describe))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void decodesMessageByItsEncodingHeader() {
    var history = new FastImport();
    history.commit("main", "Grüße\n".getBytes(ISO_8859_1), "encoding ISO-8859-1\n", List.of());
    git.load(history);
    assertThat(commits()).extracting(GitCommit::message).containsExactly("Grüße\n");
  }

  @Test
  void replacesBytesThatAreNoUtf8() {
    var history = new FastImport();
    history.commit("main", "Gr\u00fc\u00dfe\n".getBytes(ISO_8859_1), "", List.of());
    git.load(history);
    assertThat(commits()).extracting(GitCommit::message).containsExactly("Gr\uFFFD\uFFFDe\n");
  }

  @Test
  void namesEveryKindOfChange() {
    var history = new FastImport();
    history
        .write("mode.sh", "x\n")
        .write("type", "x\n")
        .write("gone", "1\n2\n")
        .write("same", "a\nb\nc\nd\n");
    history.write("binary", "\0").write("160000", "module", "1".repeat(40)).commit("main", "One\n");
    history.write("100755", "mode.sh", "x\n").write("120000", "type", "mode.sh").delete("gone");
    history
        .rename("same", "dir/moved")
        .write("binary", "\0\1")
        .write("160000", "module", "2".repeat(40));
    history.write("new", "no line end").commit("main", "Two\n");
    git.load(history);
    assertThat(commits().toList().get(0).paths())
        .containsExactly(
            changed(Change.MODIFIED, "binary", Lines.BINARY, 0, 0),
            new ChangedPath(Change.RENAMED, "dir/moved", Optional.of("same"), Lines.COUNTED, 0, 0),
            changed(Change.DELETED, "gone", Lines.COUNTED, 0, 2),
            changed(Change.MODIFIED, "mode.sh", Lines.COUNTED, 0, 0),
            changed(Change.MODIFIED, "module", Lines.COUNTED, 1, 1),
            changed(Change.ADDED, "new", Lines.COUNTED, 1, 0),
            changed(Change.TYPE_CHANGED, "type", Lines.COUNTED, 1, 1));
  }

  @Test
  void boundsWhatOneCommitCosts() {
    var history = new FastImport();
    history.write("0-large.txt", "0123456\n".repeat(GitRepository.MAX_BLOB_BYTES / 8 + 1));
    IntStream.range(0, 1_500).forEach(i -> history.write("many/" + i, i + "\n"));
    history.commit("main", "Import everything\n");
    git.load(history);
    var commit = commits().findFirst().orElseThrow();
    assertThat(commit.paths()).hasSize(GitRepository.MAX_PATHS);
    assertThat(commit.pathsTruncated()).isTrue();
    assertThat(commit.pathCount()).isEqualTo(1_501);
    assertThat(commit.text())
        .contains("A  0-large.txt  too large to compare\n")
        .endsWith("… and 501 more paths");
  }

  @Test
  void followsMovedPackageOverRenameLimit() {
    var history = new FastImport();
    int files = 2 * Renames.LIMIT;
    IntStream.range(0, files)
        .forEach(i ->
            history.write(
                "old/C" + i + ".java", "package old;\n" + ("line " + i + "\n").repeat(9)));
    history.commit("main", "One\n");
    IntStream.range(0, files)
        .forEach(i ->
            history
                .delete("old/C" + i + ".java")
                .write(
                    "fresh/C" + i + ".java", "package fresh;\n" + ("line " + i + "\n").repeat(9)));
    history.commit("main", "Two\n");
    git.load(history);
    assertThat(commits().toList().get(0).paths())
        .hasSize(files)
        .allMatch(it -> it.change() == Change.RENAMED && it.added() == 1 && it.deleted() == 1);
  }

  private static ChangedPath changed(
      Change change, String path, Lines lines, int added, int deleted) {
    return new ChangedPath(change, path, Optional.empty(), lines, added, deleted);
  }

  private Stream<GitCommit> commits() {
    return git.readAll().stream().map(GitCommit.class::cast);
  }

  private static String describe(GitCommit commit) {
    var author = commit.author();
    var committer = commit.committer();
    return String.join(
        "\t",
        commit.sha(),
        String.join(" ", commit.parents()),
        commit.subject(),
        author.name(),
        author.mail(),
        Long.toString(author.when().getEpochSecond()),
        committer.name(),
        committer.mail(),
        Long.toString(committer.when().getEpochSecond()));
  }

  /** Changed paths with their counts per commit, of commits with at most so many parents. */
  private Map<String, Map<String, String>> ours(int parents) {
    return commits()
        .filter(it -> it.parents().size() <= parents)
        .collect(toMap(GitCommit::sha, GitAgreementTest::counts));
  }

  private static Map<String, String> counts(GitCommit commit) {
    var counts = new TreeMap<String, String>();
    for (var path : commit.paths()) {
      counts.put(
          path.oldPath().map(old -> old + " => ").orElse("") + path.path(),
          path.binary() ? "- -" : path.added() + " " + path.deleted());
    }
    return counts;
  }

  private Map<String, Map<String, String>> numstat(String... arguments) {
    var commits = new TreeMap<String, Map<String, String>>();
    Map<String, String> current = new TreeMap<>();
    for (var line : git.lines(arguments)) {
      if (line.startsWith("C")) {
        current = new TreeMap<>();
        commits.put(line.substring(1), current);
      } else {
        var parts = line.split("\t");
        current.put(parts[2], parts[0] + " " + parts[1]);
      }
    }
    return commits;
  }

  /**
   * Branches, merges of two and three, edits, moves, binaries, modes and commits without change.
   */
  private static FastImport randomHistory() {
    var random = new Random(42);
    var history = new FastImport();
    var newest = new ArrayList<Integer>();
    IntStream.range(0, 20).forEach(i -> history.write("f" + i, content(random)));
    newest.add(history.commit("b0", "Begin\n"));
    for (int i = 1; i < 4; i++) {
      history.branch("b" + i, newest.get(0));
      newest.add(newest.get(0));
    }
    for (int i = 0; i < COMMITS; i++) {
      int branch = random.nextInt(newest.size());
      change(history, random, i);
      var merged = new TreeSet<Integer>();
      for (int more = random.nextInt(12) - 9; more > 0; more--) {
        merged.add(newest.get(random.nextInt(newest.size())));
      }
      merged.remove(newest.get(branch));
      newest.set(
          branch,
          history.commit(
              "b" + branch,
              "Commit " + i + "\nsame line\n\nBody\n",
              merged.toArray(Integer[]::new)));
    }
    return history;
  }

  private static void change(FastImport history, Random random, int i) {
    switch (random.nextInt(8)) {
      case 0 -> history.write("bin/" + random.nextInt(5), "\0" + i);
      case 1 -> history.write("100755", "f" + random.nextInt(20), content(random));
      case 2 -> history.delete("f" + random.nextInt(20));
      case 3 -> history.write("moved" + i, "only here " + i + "\n" + content(random));
      case 4 -> history.write("a", "").write("deep/er/" + i + "/ü", content(random));
      case 5 -> history.write("end", "no end of line " + i);
      case 6 -> {}
      default ->
          IntStream.range(0, 3)
              .forEach(n -> history.write("f" + random.nextInt(20), content(random)));
    }
  }

  private static String content(Random random) {
    return IntStream.range(0, 30)
        .filter(line -> random.nextInt(6) > 0)
        .mapToObj(line ->
            line % 3 == 0 && random.nextInt(9) == 0
                ? "changed " + random.nextInt(1000)
                : "line " + line)
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
