package io.alluvium.sinks.lucene;

import io.alluvium.sinks.TierException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Comparator;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.util.IOUtils;

/**
 * Puts a new shard in the place of an old one. The old one is moved away first, which is done only
 * once the new one is committed; so where the place is empty, the new one is what belongs there.
 */
final class Replacement {
  private final int partition;
  private final Path path;
  private final Path fresh;
  private final Path old;

  Replacement(int partition, Path path) {
    this.partition = partition;
    this.path = path;
    this.fresh = path.resolveSibling(path.getFileName() + ".new");
    this.old = path.resolveSibling(path.getFileName() + ".old");
  }

  /** A new and empty shard beside the old one. */
  LuceneShard begin(LocalDate oldestDay, ShardShape shape, LuceneResources resources) {
    try {
      delete(fresh);
      var shard = LuceneShard.open(partition, fresh, shape, resources);
      shard.beginAt(oldestDay);
      return shard;
    } catch (IOException failure) {
      throw ShardFormat.explain(fresh, failure);
    }
  }

  /** Takes the new one; the old one is gone then. */
  void take() {
    try {
      if (!isCommitted(fresh)) {
        throw new TierException("There is nothing to put in the place of shard " + path);
      }
      delete(old);
      if (Files.exists(path)) {
        Files.move(path, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      IOUtils.fsync(path.toAbsolutePath().getParent(), true);
      delete(old);
    } catch (IOException failure) {
      throw ShardFormat.explain(path, failure);
    }
  }

  /**
   * Ends what a crash broke off.
   *
   * @param making whether a new one is being made at the moment; else what there is of one is a
   *     crash's
   */
  void settle(boolean making) {
    try {
      if (Files.exists(old) && !isCommitted(path)) {
        delete(path);
        Files.move(isCommitted(fresh) ? fresh : old, path, StandardCopyOption.ATOMIC_MOVE);
      }
      delete(old);
      if (!making) {
        delete(fresh);
      }
    } catch (IOException failure) {
      throw ShardFormat.explain(path, failure);
    }
  }

  private static boolean isCommitted(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (var files = Files.newDirectoryStream(directory, IndexFileNames.SEGMENTS + "_*")) {
      return files.iterator().hasNext();
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var below = Files.walk(directory)) {
      for (var file : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
