package io.alluvium.app.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A git repository made by git itself. */
record GitRepo(Path directory) {
  static GitRepo create(Path directory) {
    var repository = new GitRepo(directory);
    repository.git("init", "-q", "-b", "main");
    return repository;
  }

  void write(String path, String text) {
    try {
      var file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void commit(String message) {
    git("add", "-A");
    git("commit", "-q", "-m", message);
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
