package io.alluvium.connectors.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A repository driven by the git command line, which is the second opinion of these tests. Clock
 * and people are fixed, so that a repository made twice is the same.
 */
final class GitCli {
  private final Path directory;
  private final AtomicLong clock;

  private GitCli(Path directory, AtomicLong clock) {
    this.directory = directory;
    this.clock = clock;
  }

  static GitCli init(Path directory) {
    var git = new GitCli(directory, new AtomicLong(1_700_000_000L));
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    git.run("init", "-q", "-b", "main");
    return git;
  }

  /** The same git, clock included, in another directory. */
  GitCli in(Path other) {
    return new GitCli(other, clock);
  }

  Path directory() {
    return directory;
  }

  /** Runs git and returns what it printed, without blanks at its end. */
  String run(String... arguments) {
    return run(new byte[0], arguments);
  }

  /** Runs git with some input; bytes of its output that are not UTF-8 come out as U+FFFD. */
  String run(byte[] input, String... arguments) {
    var command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
    try {
      var builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.redirectErrorStream(true);
      environment(builder.environment());
      var process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write(input);
      }
      var output = new String(process.getInputStream().readAllBytes(), UTF_8).stripTrailing();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> lines(String... arguments) {
    return run(arguments).lines().filter(line -> !line.isEmpty()).toList();
  }

  /** Writes a file, with ISO-8859-1 bytes so that any byte can be had. */
  GitCli write(String path, String content) {
    try {
      var file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content.getBytes(ISO_8859_1));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits everything and returns the commit's object id. */
  String commit(String message) {
    run("add", "-A");
    run("commit", "-q", "--allow-empty", "-m", message);
    return head();
  }

  /** Adds a generated history, as loose objects where it is small. */
  void load(FastImport history) {
    run(history.stream(), "-c", "fastimport.unpackLimit=1000", "fast-import", "--quiet");
  }

  String head() {
    return run("rev-parse", "HEAD");
  }

  private void environment(Map<String, String> variables) {
    long now = clock.addAndGet(60);
    variables.keySet().removeIf(name -> name.startsWith("GIT_"));
    variables.put("GIT_CONFIG_NOSYSTEM", "1");
    variables.put("GIT_CONFIG_GLOBAL", "/dev/null");
    variables.put("LC_ALL", "C");
    variables.put("GIT_AUTHOR_NAME", "Ada Example");
    variables.put("GIT_AUTHOR_EMAIL", "ada@example.org");
    variables.put("GIT_COMMITTER_NAME", "Carl Example");
    variables.put("GIT_COMMITTER_EMAIL", "carl@example.org");
    variables.put("GIT_AUTHOR_DATE", now + " +0100");
    variables.put("GIT_COMMITTER_DATE", now + " +0100");
  }

  /** Everything a walk over all refs of the repository in this directory hands out. */
  List<CommitOutcome> readAll() {
    try (var repository = GitRepository.containing(directory).orElseThrow();
        var walk = repository.walk(repository.refs().values(), List.of())) {
      return drain(walk);
    }
  }

  static List<CommitOutcome> drain(CommitWalk walk) {
    var outcomes = new ArrayList<CommitOutcome>();
    for (var next = walk.next(); next.isPresent(); next = walk.next()) {
      outcomes.add(next.get());
    }
    return outcomes;
  }
}
