package io.alluvium.connectors.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What git's index names below a root: patterns of a {@code .gitignore} mean nothing for a file
 * that is committed all the same. Read again when the index is another one.
 */
final class TrackedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TrackedFiles.class);

  /** An index is replaced, never written in place. */
  private record Stamp(@Nullable Object file, long size, long modifiedNanos) {}

  private final Path root;
  private final Optional<GitPlace> place;
  private Optional<Stamp> read = Optional.empty();
  private Set<String> paths = Set.of();

  TrackedFiles(Path root) {
    this.root = root;
    this.place = GitPlace.around(root);
  }

  /** Whether git tracks a file, or any file below a directory; relative to the root, with '/'. */
  boolean contains(String path) {
    if (place.isEmpty()) {
      return false;
    }
    var stamp = stamp(place.get().index());
    if (!stamp.equals(read)) {
      paths = stamp.isEmpty() ? Set.of() : load(place.get());
      read = stamp;
    }
    return paths.contains(path);
  }

  private Set<String> load(GitPlace git) {
    var below = git.workTree().relativize(root).toString().replace('\\', '/');
    var prefix = below.isEmpty() ? "" : below + "/";
    var found = new HashSet<String>();
    try {
      var index = DirCache.read(git.index().toFile(), FS.DETECTED);
      for (int i = 0; i < index.getEntryCount(); i++) {
        var path = index.getEntry(i).getPathString();
        if (path.startsWith(prefix)) {
          addWithParents(found, path.substring(prefix.length()));
        }
      }
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be read, so files that are both ignored and committed are left out: {}",
          git.index(),
          e.toString());
    }
    return found;
  }

  private static void addWithParents(Set<String> found, String path) {
    for (int end = path.length();
        end > 0 && found.add(path.substring(0, end));
        end = path.lastIndexOf('/', end - 1)) {
      // Each round adds the directory above.
    }
  }

  private static Optional<Stamp> stamp(Path index) {
    try {
      var at = Files.readAttributes(index, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(at.fileKey(), at.size(), at.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
