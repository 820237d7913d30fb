package io.alluvium.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.TaskRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IgnoredFilesTest {
  @TempDir private Path temp;
  private final WatchedTree tree = new WatchedTree();

  @BeforeEach
  void begin() {
    tree.at(temp).with("files.git", "false");
  }

  @AfterEach
  void stop() {
    tree.close();
  }

  @Test
  void honoursGitignoreAtEveryLevelOutsideGitToo() throws IOException {
    tree.write(".gitignore", "*.log\n/build/\n!keep.log\n")
        .write("a.log", "x")
        .write("keep.log", "x")
        .write("build/out.txt", "x")
        .write("sub/build/in.txt", "x")
        .write("sub/.gitignore", "*.tmp\n!b.log\n")
        .write("sub/a.tmp", "x")
        .write("sub/b.log", "x")
        .write("other/a.tmp", "x");
    assertThat(paths(tree.start().untilClaimed()))
        .containsExactlyInAnyOrder(
            ".gitignore",
            "keep.log",
            "sub/.gitignore",
            "sub/build/in.txt",
            "sub/b.log",
            "other/a.tmp");
  }

  @Test
  void honoursRulesAboveTheRootWithinTheWorkTree() throws IOException {
    Files.createDirectories(temp.resolve(".git/info"));
    Files.writeString(temp.resolve(".git/info/exclude"), "private.txt\n");
    tree.write(".gitignore", "/sub/out/\n*.bak\n")
        .write("sub/out/a.txt", "x")
        .write("sub/a.bak", "x")
        .write("sub/private.txt", "x")
        .write("sub/a.txt", "x");
    tree.with("files.path", temp.resolve("sub").toString());
    assertThat(paths(tree.start().untilClaimed())).containsExactly("a.txt");
  }

  @Test
  void publishesWhatIsCommittedAlthoughAPatternNamesIt() throws Exception {
    tree.write("sub/.gitignore", "out/\n*.log\n")
        .write("sub/out/committed.txt", "x")
        .write("sub/out/built.txt", "x")
        .write("sub/committed.log", "x")
        .write("sub/built.log", "x");
    try (var git = Git.init().setDirectory(temp.toFile()).call()) {
      var index = git.getRepository().lockDirCache();
      var added = index.builder();
      for (var path : List.of("sub/committed.log", "sub/out/committed.txt")) {
        var entry = new DirCacheEntry(path);
        entry.setFileMode(FileMode.REGULAR_FILE);
        added.add(entry);
      }
      added.commit();
    }
    tree.with("files.path", temp.resolve("sub").toString());
    assertThat(paths(tree.start().untilClaimed()))
        .containsExactlyInAnyOrder(".gitignore", "committed.log", "out/committed.txt");
  }

  @Test
  void neverWalksDotGit() throws IOException {
    tree.write(".git/config", "x")
        .write("sub/.git/config", "x")
        .write("worktree/.git", "gitdir: x");
    tree.write("a.txt", "x");
    var run = tree.start().untilClaimed();
    assertThat(paths(run)).containsExactly("a.txt");
    tree.write(".git/index", "changed");
    assertThat(run.forget().during(Duration.ofMillis(400)).events()).isEmpty();
  }

  @Test
  void takesIncludeAndExcludeGlobs() throws IOException {
    tree.with("files.include", "*.md, src/**").with("files.exclude", "node_modules,**/gen/**");
    tree.write("readme.md", "x")
        .write("docs/deep/a.md", "x")
        .write("a.txt", "x")
        .write("src/a.txt", "x")
        .write("src/gen/b.txt", "x")
        .write("node_modules/m/readme.md", "x");
    assertThat(paths(tree.start().untilClaimed()))
        .containsExactlyInAnyOrder("readme.md", "docs/deep/a.md", "src/a.txt");
  }

  @Test
  void takesAFileThatBecomesIgnoredForGone() throws IOException {
    for (int i = 0; i < 10; i++) {
      tree.write("a" + i + ".txt", "x");
    }
    tree.write("b.out", "x");
    var run = tree.start().untilClaimed().forget();
    tree.write(".gitignore", "*.out\n");
    run.until(() -> run.events().size() == 2);
    assertThat(run.titles()).containsExactlyInAnyOrder("created .gitignore", "deleted b.out");
    assertThat(run.events())
        .filteredOn(event -> event.getTitle().get().equals("b.out"))
        .allSatisfy(event -> assertThat(event.getDeletion()).contains("inferred"));
    tree.write(".gitignore", "\n");
    run.forget().until(() -> run.events().size() == 2);
    assertThat(run.titles()).containsExactlyInAnyOrder("modified .gitignore", "created b.out");
  }

  @Test
  void ignoresChangesInIgnoredDirectories() throws IOException {
    tree.write(".gitignore", "target/\n").write("target/a.txt", "x");
    var run = tree.start().untilClaimed().forget();
    tree.write("target/b.txt", "x").write("target/deep/c.txt", "x");
    assertThat(run.during(Duration.ofMillis(400)).events()).isEmpty();
  }

  private static List<String> paths(TaskRun run) {
    return run.events().stream().map(event -> event.getTitle().orElseThrow()).toList();
  }
}
