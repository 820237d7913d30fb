package io.alluvium.connectors.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where git keeps its things for a directory that has a {@code .git}.
 *
 * @param workTree directory that holds {@code .git}
 * @param gitDirectory the directory that {@code .git} is or names
 */
record GitPlace(Path workTree, Path gitDirectory) {
  static final String DOT_GIT = ".git";

  private static final String POINTER = "gitdir:";

  /** The nearest work tree that a directory is or lies in. */
  static Optional<GitPlace> around(Path directory) {
    for (var at = directory; at != null; at = at.getParent()) {
      var place = at(at);
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }

  /** The work tree whose top a directory is. */
  static Optional<GitPlace> at(Path directory) {
    var dotGit = directory.resolve(DOT_GIT);
    if (Files.isDirectory(dotGit, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(new GitPlace(directory, dotGit));
    }
    if (!Files.isRegularFile(dotGit, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    return firstLine(dotGit)
        .filter(line -> line.startsWith(POINTER))
        .map(line -> directory.resolve(line.substring(POINTER.length()).strip()).normalize())
        .map(gitDirectory -> new GitPlace(directory, gitDirectory));
  }

  /** Patterns that are ignored in this clone only. Worktrees share those of their repository. */
  Path exclude() {
    var common =
        firstLine(gitDirectory.resolve("commondir"))
            .map(line -> gitDirectory.resolve(line).normalize())
            .orElse(gitDirectory);
    return common.resolve("info").resolve("exclude");
  }

  /** What git tracks; each worktree has its own. */
  Path index() {
    return gitDirectory.resolve("index");
  }

  /** Exists while git changes the index, as a checkout, a merge or a rebase does. */
  Path indexLock() {
    return gitDirectory.resolve("index.lock");
  }

  private static Optional<String> firstLine(Path file) {
    try {
      return Files.isRegularFile(file)
          ? Files.readString(file).lines().map(String::strip).findFirst()
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
