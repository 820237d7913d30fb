package io.alluvium.connectors.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.jgit.api.errors.CanceledException;
import org.eclipse.jgit.diff.DiffConfig;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Finds which deleted and added paths are one file that moved. Identical content is always found,
 * similar content among up to {@value #LIMIT} paths; of more, only a file that kept its name, which
 * is what moving a package leaves. Not thread-safe.
 */
final class Renames {
  /** Git's default similarity, in percent. */
  private static final int SCORE = 50;

  /** Comparing each deleted with each added path grows with the square of this. */
  static final int LIMIT = 200;

  /** Paths looked at by name; comparing their content takes milliseconds each. */
  private static final int MAX_BY_NAME = 2_000;

  private final ObjectReader reader;
  private final RenameDetector detector;

  Renames(ObjectReader reader) {
    this.reader = reader;
    this.detector = new RenameDetector(reader, new Config().get(DiffConfig.KEY));
    detector.setRenameScore(SCORE);
    detector.setRenameLimit(LIMIT);
    detector.setBigFileThreshold(GitRepository.MAX_BLOB_BYTES);
  }

  /**
   * Replaces deleted and added entries by renames where it finds one.
   *
   * @return all entries, ordered by path
   * @throws IOException if a blob cannot be read
   */
  List<DiffEntry> find(List<DiffEntry> entries) throws IOException {
    var moved = new ArrayList<DiffEntry>();
    var result = new ArrayList<DiffEntry>();
    for (var entry : entries) {
      (entry.getChangeType() == ChangeType.MODIFY ? result : moved).add(entry);
    }
    if (!hasBoth(moved)) {
      return entries;
    }
    var detected = detect(moved);
    if (detector.isOverRenameLimit()) {
      detected = detectByName(detected);
    }
    result.addAll(detected);
    result.sort(Comparator.comparing(PathEntry::shown));
    return result;
  }

  private static boolean hasBoth(List<DiffEntry> entries) {
    return entries.stream().anyMatch(entry -> entry.getChangeType() == ChangeType.ADD)
        && entries.stream().anyMatch(entry -> entry.getChangeType() == ChangeType.DELETE);
  }

  private List<DiffEntry> detect(List<DiffEntry> entries) throws IOException {
    detector.reset();
    detector.addAll(entries);
    try {
      return detector.compute(reader, NullProgressMonitor.INSTANCE);
    } catch (CanceledException e) {
      throw new IllegalStateException("nobody cancels this", e);
    }
  }

  private List<DiffEntry> detectByName(List<DiffEntry> entries) throws IOException {
    var result = new ArrayList<DiffEntry>();
    var byName = new TreeMap<String, List<DiffEntry>>();
    int kept = 0;
    for (var entry : entries) {
      boolean open =
          entry.getChangeType() == ChangeType.ADD || entry.getChangeType() == ChangeType.DELETE;
      if (open && kept++ < MAX_BY_NAME) {
        byName.computeIfAbsent(name(entry), name -> new ArrayList<>()).add(entry);
      } else {
        result.add(entry);
      }
    }
    for (var group : byName.values()) {
      result.addAll(hasBoth(group) ? detect(group) : group);
    }
    return result;
  }

  private static String name(DiffEntry entry) {
    String path = PathEntry.shown(entry);
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
