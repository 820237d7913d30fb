package io.alluvium.app.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** What people and their tools do to a work tree, at random but the same for the same seed. */
final class TreeMutations {
  private final GitRepo tree;
  private final Random random;
  private int count;

  TreeMutations(GitRepo tree, Random random) {
    this.tree = tree;
    this.random = random;
  }

  void next() {
    count++;
    try {
      switch (random.nextInt(12)) {
        case 0, 1 -> tree.write("made/new-" + count + ".txt", "Made as number " + count + "\n");
        case 2, 3 -> append(any());
        case 4 -> Files.deleteIfExists(any());
        case 5 -> renameAwayAndBack(any());
        case 6 -> move(any());
        case 7 -> recreate(any());
        case 8 -> touchAndRemove();
        case 9 -> tree.commit("Change number " + count);
        case 10 -> rewriteHistory();
        default -> branchAway();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(Path file) throws IOException {
    Files.writeString(file, "\nOne more line.\n", StandardOpenOption.APPEND);
  }

  private static void renameAwayAndBack(Path file) throws IOException {
    var away = file.resolveSibling(file.getFileName() + ".away");
    Files.move(file, away);
    Files.move(away, file);
  }

  private void move(Path file) throws IOException {
    var target = tree.directory().resolve("moved/" + count + "-" + file.getFileName());
    Files.createDirectories(target.getParent());
    Files.move(file, target);
  }

  private static void recreate(Path file) throws IOException {
    var content = Files.readAllBytes(file);
    Files.delete(file);
    Files.write(file, content);
  }

  private void touchAndRemove() throws IOException {
    Files.delete(tree.write("made/gone-at-once.txt", "Here and gone\n"));
  }

  private void rewriteHistory() {
    tree.commit("To be amended " + count);
    tree.git("commit", "-q", "--amend", "--allow-empty", "-m", "Amended " + count);
  }

  private void branchAway() {
    tree.commit("Before the branch " + count);
    tree.git("checkout", "-q", "-b", "side-" + count);
    tree.git("commit", "-q", "--allow-empty", "-m", "On the side " + count);
    tree.git("checkout", "-q", "-");
    if (random.nextBoolean()) {
      tree.git("branch", "-q", "-D", "side-" + count);
    }
  }

  private Path any() throws IOException {
    List<Path> files;
    try (var all = Files.walk(tree.directory())) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> !tree.directory().relativize(file).startsWith(".git"))
              .sorted(Comparator.naturalOrder())
              .toList();
    }
    return files.isEmpty()
        ? tree.write("made/first.txt", "The only one\n")
        : files.get(random.nextInt(files.size()));
  }
}
