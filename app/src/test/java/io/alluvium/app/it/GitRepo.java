package io.alluvium.app.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A git repository and its work tree, made by git itself. */
record GitRepo(Path directory) {
  static GitRepo create(Path directory) {
    var repository = at(directory);
    repository.git("init", "-q", "-b", "main");
    return repository;
  }

  static GitRepo cloneOf(Path upstream, Path directory) {
    var repository = at(directory);
    repository.git("clone", "-q", upstream.toString(), ".");
    return repository;
  }

  /** Goes back to its first commits, if it has more: what came later is on no branch any more. */
  GitRepo firstCommits(int count) {
    var early = git("rev-list", "--reverse", "HEAD").lines().limit(count).toList();
    git("reset", "-q", "--hard", early.getLast());
    git("remote", "remove", "origin");
    return this;
  }

  private static GitRepo at(Path directory) {
    try {
      return new GitRepo(Files.createDirectories(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every commit that a ref reaches. */
  List<String> commits() {
    return git("rev-list", "--all").lines().toList();
  }

  Path write(String path, String text) {
    try {
      var file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void commit(String message) {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
  }

  String git(String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                "git",
                "-c",
                "user.name=Ada",
                "-c",
                "user.email=ada@example.org",
                "-c",
                "gc.auto=0",
                "-c",
                "commit.gpgsign=false"));
    command.addAll(List.of(arguments));
    try {
      var process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
