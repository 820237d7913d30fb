package io.alluvium.app.it;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** kill -9 at any moment loses nothing and doubles nothing; on this repository's own history. */
@Execution(ExecutionMode.CONCURRENT)
final class CrashIT {
  private static final Path REPOSITORY = Path.of(System.getProperty("crash.repository"));
  private static final long SEED = Long.getLong("crash.seed");

  @Test
  void twoKillsLeaveWhatAFreshRunGives(@TempDir Path directory) throws Exception {
    var tree = clone(directory).firstCommits(30);
    new CrashRun(directory, tree, SEED).survives(2);
  }

  @Test
  @Tag("crash")
  void manyKillsLeaveWhatAFreshRunGives(@TempDir Path directory) throws Exception {
    new CrashRun(directory, clone(directory), SEED).survives(Integer.getInteger("crash.kills"));
  }

  private static GitRepo clone(Path directory) {
    return GitRepo.cloneOf(REPOSITORY, directory.resolve("tree"));
  }
}
