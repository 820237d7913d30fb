package io.alluvium.connectors.files;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Sees whether git is changing the work tree. A checkout touches files one after the other; waiting
 * for its end spares reading what is about to change again. A lock that stays, as a killed git
 * leaves it, is waited for once.
 */
final class IndexLock {
  private static final long LONGEST_NANOS = Duration.ofSeconds(3).toNanos();

  private final Optional<Path> file;
  private Optional<FileState> lock = Optional.empty();
  private long seenSince;

  IndexLock(Path root) {
    this.file = GitPlace.around(root).map(GitPlace::indexLock);
  }

  /** Whether to wait. */
  boolean isHeld() {
    var now = look();
    if (now.isEmpty()) {
      lock = now;
      return false;
    }
    // Git writes into it while it holds it: only another inode is another lock.
    if (lock.isEmpty() || !lock.get().inode().equals(now.get().inode())) {
      lock = now;
      seenSince = System.nanoTime();
    }
    return System.nanoTime() - seenSince < LONGEST_NANOS;
  }

  private Optional<FileState> look() {
    try {
      return file.isEmpty() ? Optional.empty() : FileState.of(file.get());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
