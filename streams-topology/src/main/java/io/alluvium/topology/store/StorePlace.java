package io.alluvium.topology.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a store of a task lies, and where it waits while the task's directory is deleted.
 *
 * <p>Under exactly-once Streams deletes that directory whenever it closes a task without having
 * committed: after the sleep of a laptop, a broker that was away, a lost membership. What lies in a
 * crash-safe store is committed, so it is moved aside before, into {@code aside} beside the
 * directories of tasks, and back when the task is opened again.
 */
final class StorePlace {
  private static final Logger LOG = LoggerFactory.getLogger(StorePlace.class);

  /** Shorter than a changelog keeps deletions: what is older might miss some. */
  private static final Duration LONGEST = Duration.ofHours(12);

  private final Path directory;
  private final Path aside;

  /**
   * @param taskDirectory as Streams gives it
   */
  StorePlace(Path taskDirectory, String store) {
    directory = taskDirectory.resolve("rocksdb").resolve(store);
    aside =
        taskDirectory.resolveSibling("aside").resolve(taskDirectory.getFileName()).resolve(store);
  }

  /** Puts the store where it belongs, if it was moved aside; returns that place. */
  Path bringBack() {
    try {
      if (Files.exists(aside)) {
        if (!Files.exists(directory) && isYoung()) {
          Files.createDirectories(directory.getParent());
          Files.move(aside, directory, StandardCopyOption.ATOMIC_MOVE);
        } else {
          Utils.delete(aside.toFile());
        }
      }
      return directory;
    } catch (IOException e) {
      throw new ProcessorStateException("Cannot use " + aside, e);
    }
  }

  private boolean isYoung() throws IOException {
    var moved = Files.getLastModifiedTime(aside).toInstant();
    return Duration.between(moved, Instant.now()).compareTo(LONGEST) < 0;
  }

  /** Saves the closed store from deletion. */
  void setAside() {
    try {
      Utils.delete(aside.toFile());
      Files.createDirectories(aside.getParent());
      Files.move(directory, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("Cannot move {} aside; it will be restored: {}", directory, e.toString());
    }
  }
}
