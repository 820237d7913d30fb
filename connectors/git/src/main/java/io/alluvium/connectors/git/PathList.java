package io.alluvium.connectors.git;

import io.alluvium.connectors.git.ChangedPath.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** Lists the changed paths of one commit after the other, with line counts. Not thread-safe. */
final class PathList {
  /** How much of a blob git looks at for a NUL. */
  private static final int BINARY_PROBE = 8_000;

  private static final byte[] NOTHING = {};

  private final BlobCache blobs;
  private final TreeChanges changes;
  private final LineDiff diff = new LineDiff();
  private long budget;
  private Optional<String> damage = Optional.empty();

  PathList(ObjectReader reader) {
    this.blobs = new BlobCache(reader);
    this.changes = new TreeChanges(reader);
  }

  /**
   * Lists what changed from the parents' trees to {@code tree}. A blob that cannot be read costs
   * the line counts of its path; {@link Listed#damage()} names the first.
   *
   * @throws IOException if a tree cannot be read
   */
  Listed of(List<ObjectId> parents, ObjectId tree) throws IOException {
    budget = GitRepository.MAX_COMMIT_BYTES;
    damage = Optional.empty();
    var found = changes.between(parents, tree);
    var paths = new ArrayList<ChangedPath>();
    for (var entry : found.entries()) {
      if (paths.size() == GitRepository.MAX_PATHS) {
        break;
      }
      paths.add(path(entry));
    }
    return new Listed(paths, found.count(), damage);
  }

  private ChangedPath path(DiffEntry entry) {
    var change = change(entry);
    var lines = lines(entry);
    var oldPath =
        change == Change.RENAMED || change == Change.COPIED
            ? Optional.of(entry.getOldPath())
            : Optional.<String>empty();
    return new ChangedPath(
        change, PathEntry.shown(entry), oldPath, lines.lines(), lines.added(), lines.deleted());
  }

  private static Change change(DiffEntry entry) {
    return switch (entry.getChangeType()) {
      case ADD -> Change.ADDED;
      case DELETE -> Change.DELETED;
      case RENAME -> Change.RENAMED;
      case COPY -> Change.COPIED;
      case MODIFY ->
          sameType(entry.getOldMode(), entry.getNewMode()) ? Change.MODIFIED : Change.TYPE_CHANGED;
    };
  }

  private static boolean sameType(FileMode before, FileMode after) {
    return (before.getBits() & FileMode.TYPE_MASK) == (after.getBits() & FileMode.TYPE_MASK);
  }

  private LineCount lines(DiffEntry entry) {
    var before = PathEntry.before(entry);
    var after = PathEntry.after(entry);
    if (before.equals(after)) {
      return LineCount.NONE;
    }
    try {
      var oldText = content(entry.getOldMode(), before);
      var newText = content(entry.getNewMode(), after);
      if (oldText.isEmpty() || newText.isEmpty()) {
        return LineCount.TOO_LARGE;
      }
      return isBinary(oldText.get()) || isBinary(newText.get())
          ? LineCount.BINARY
          : diff.count(oldText.get(), newText.get());
    } catch (IOException | RuntimeException e) {
      damage = damage.or(() -> Optional.of(PathEntry.shown(entry) + ": " + Damage.describe(e)));
      return LineCount.UNREADABLE;
    }
  }

  /** Content of one side; empty where it is over a limit. */
  private Optional<byte[]> content(FileMode mode, ObjectId id) throws IOException {
    if (mode == FileMode.MISSING) {
      return Optional.of(NOTHING);
    }
    if (mode == FileMode.GITLINK) {
      return Optional.of(Constants.encodeASCII("Subproject commit " + id.name() + "\n"));
    }
    if (budget <= 0) {
      return Optional.empty();
    }
    var blob = blobs.read(id);
    budget -= blob.map(bytes -> bytes.length).orElse(0);
    return blob;
  }

  private static boolean isBinary(byte[] text) {
    int end = Math.min(text.length, BINARY_PROBE);
    for (int i = 0; i < end; i++) {
      if (text[i] == 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Changed paths of one commit.
   *
   * @param count how many there are, of which {@code paths} may be only the first
   * @param damage the first blob that could not be read
   */
  record Listed(List<ChangedPath> paths, int count, Optional<String> damage) {}
}
