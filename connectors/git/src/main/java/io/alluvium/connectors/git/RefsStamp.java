package io.alluvium.connectors.git;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * What the files that hold the refs looked like at one moment: names, sizes, times and inodes of
 * HEAD, packed-refs and everything below refs. Equal stamps mean unchanged refs.
 *
 * @param fingerprint digest of all of it
 * @param settled false where a file was younger than its file system's clock can tell apart, so
 *     that a further change might not show
 */
public record RefsStamp(long fingerprint, boolean settled) {
  /** Coarsest time stamps of a usual kernel (a tick), with room to spare. */
  private static final long YOUNG_MILLIS = 50;

  static RefsStamp of(Path gitDirectory, Path commonDirectory) {
    var digest = new Digest();
    digest.file(gitDirectory.resolve("HEAD"));
    digest.file(commonDirectory.resolve("packed-refs"));
    digest.tree(commonDirectory.resolve("refs"));
    digest.tree(commonDirectory.resolve("reftable"));
    return new RefsStamp(digest.sum, digest.settled);
  }

  private static final class Digest extends SimpleFileVisitor<Path> {
    private final long now = Instant.now().toEpochMilli();
    private long sum;
    private boolean settled = true;

    void file(Path file) {
      try {
        add(file, Files.readAttributes(file, BasicFileAttributes.class));
      } catch (IOException e) {
        sum += file.hashCode();
      }
    }

    void tree(Path directory) {
      try {
        if (Files.isDirectory(directory)) {
          Files.walkFileTree(directory, this);
        }
      } catch (IOException e) {
        sum += directory.hashCode();
      }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      add(directory, attributes);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      add(file, attributes);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      settled = false;
      return FileVisitResult.CONTINUE;
    }

    /** A sum, so that the order in which a directory lists its files does not matter. */
    private void add(Path file, BasicFileAttributes attributes) {
      var time = attributes.lastModifiedTime();
      long hash = file.hashCode();
      hash = mix(hash, time.toInstant().getEpochSecond());
      hash = mix(hash, time.toInstant().getNano());
      hash = mix(hash, attributes.size());
      hash = mix(hash, String.valueOf(attributes.fileKey()).hashCode());
      sum += hash;
      settled &= Math.abs(now - time.toMillis()) > YOUNG_MILLIS;
    }

    private static long mix(long hash, long value) {
      long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
      return mixed ^ (mixed >>> 32);
    }
  }
}
