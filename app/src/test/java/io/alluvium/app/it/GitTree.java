package io.alluvium.app.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A work tree driven by the git command itself. */
record GitTree(Path root) {
  static GitTree init(Path root) throws IOException {
    Files.createDirectories(root);
    var tree = new GitTree(root);
    tree.git("init", "-q", "-b", "main");
    return tree;
  }

  static GitTree cloneOf(Path repository, Path root) throws IOException {
    Files.createDirectories(root);
    var tree = new GitTree(root);
    tree.git("clone", "-q", repository.toString(), ".");
    return tree;
  }

  Path write(String path, String text) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  void commit(String message) {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
  }

  List<String> commits() {
    return git("rev-list", "--all").lines().toList();
  }

  /** Runs git here and returns what it printed; fails the test where git fails. */
  String git(String... arguments) {
    var command = new ArrayList<String>();
    command.addAll(List.of("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"));
    command.addAll(List.of("-c", "gc.auto=0", "-c", "advice.detachedHead=false"));
    command.addAll(List.of(arguments));
    try {
      var process =
          new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed: " + output);
      }
      return output;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
