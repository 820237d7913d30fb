package io.alluvium.sinks.lucene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Comparator;

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
      delete(old);
      if (Files.exists(path)) {
        Files.move(path, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      delete(old);
    } catch (IOException failure) {
      throw ShardFormat.explain(path, failure);
    }
  }

  /** Ends what a crash broke off. */
  void settle() {
    try {
      if (!Files.exists(path) && Files.exists(old) && Files.exists(fresh)) {
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      }
      if (Files.exists(path)) {
        delete(old);
      }
    } catch (IOException failure) {
      throw ShardFormat.explain(path, failure);
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
