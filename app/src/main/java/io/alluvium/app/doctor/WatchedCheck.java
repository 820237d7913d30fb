package io.alluvium.app.doctor;

import io.alluvium.connectors.git.GitRepository;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Watched directories: readable, their git repository too, and enough inotify watches for all. */
final class WatchedCheck {
  private static final Path WATCHES = Path.of("/proc/sys/fs/inotify/max_user_watches");
  private static final long MOST_COUNTED = 1_000_000;

  private WatchedCheck() {}

  static List<Finding> look(Patient patient) {
    var findings = new ArrayList<Finding>();
    long directories = 0;
    for (var path : patient.watched()) {
      if (!Files.isDirectory(path) || !Files.isReadable(path) || !Files.isExecutable(path)) {
        findings.add(
            Finding.fail(
                "watched", path + " is missing or not readable", "Restore it or its rights."));
        continue;
      }
      long count = directoriesIn(path);
      directories += count;
      findings.add(Finding.ok("watched", path + ", " + count + " directories"));
      findings.add(git(path));
    }
    if (directories > 0 && Files.isReadable(WATCHES)) {
      findings.add(watches(directories));
    }
    return findings;
  }

  private static Finding git(Path path) {
    try (var repository = GitRepository.containing(path).orElse(null)) {
      return repository == null
          ? Finding.ok("git", path + " is in no repository; only its files are followed")
          : Finding.ok(
              "git", repository.gitDirectory() + ", " + repository.refs().size() + " refs");
    } catch (RuntimeException e) {
      return Finding.fail(
          "git",
          "The repository of " + path + " cannot be read: " + e.getMessage(),
          "See what 'git fsck' says there.");
    }
  }

  private static Finding watches(long directories) {
    try {
      return judge(directories, Long.parseLong(inOneRead(WATCHES).strip()));
    } catch (IOException | NumberFormatException e) {
      return Finding.warn(
          "inotify", "The limit of watches cannot be read", "Nothing, if all works.");
    }
  }

  /**
   * Kernel settings must be read at once: the rest is empty, and Files.readString asks for a byte.
   */
  private static String inOneRead(Path file) throws IOException {
    try (var in = new FileInputStream(file.toFile())) {
      var bytes = new byte[64];
      int length = in.read(bytes);
      return new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII);
    }
  }

  static Finding judge(long directories, long limit) {
    var message = directories + " directories, " + limit + " watches allowed";
    var remedy =
        "What is not watched is found by listing, which is later. Raise it: sudo sysctl fs.inotify.max_user_watches="
            + Math.max(524_288, 2 * directories);
    return directories > limit * 8 / 10
        ? Finding.warn("inotify", message, remedy)
        : Finding.ok("inotify", message);
  }

  private static long directoriesIn(Path root) {
    var count = new long[1];
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(
                Path directory, BasicFileAttributes attributes) {
              return ++count[0] >= MOST_COUNTED
                  ? FileVisitResult.TERMINATE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count[0];
  }
}
