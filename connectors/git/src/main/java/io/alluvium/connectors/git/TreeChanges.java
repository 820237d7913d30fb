package io.alluvium.connectors.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.api.errors.CanceledException;
import org.eclipse.jgit.diff.DiffConfig;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Finds the paths in which a tree differs from the trees before it. Not thread-safe. */
final class TreeChanges {
  /** Git's default similarity for a rename, in percent. */
  private static final int RENAME_SCORE = 50;

  /** Content is compared for renames up to this many added or deleted paths; identical always. */
  private static final int RENAME_LIMIT = 200;

  /** Paths kept while looking for renames; beyond, they are only counted. */
  private static final int MAX_KEPT = 20_000;

  private final ObjectReader reader;
  private final RenameDetector renames;

  TreeChanges(ObjectReader reader) {
    this.reader = reader;
    this.renames = new RenameDetector(reader, new Config().get(DiffConfig.KEY));
    renames.setRenameScore(RENAME_SCORE);
    renames.setRenameLimit(RENAME_LIMIT);
    renames.setBigFileThreshold(GitRepository.MAX_BLOB_BYTES);
  }

  /**
   * Lists changed paths, ordered by path.
   *
   * @param parents trees of all parents; empty for a first commit
   * @throws IOException if a tree cannot be read
   */
  Found between(List<ObjectId> parents, ObjectId tree) throws IOException {
    var entries = new ArrayList<DiffEntry>();
    int count = 0;
    try (var walk = new TreeWalk(reader)) {
      addTrees(walk, parents);
      int newTree = walk.addTree(tree);
      walk.setRecursive(true);
      walk.setFilter(newTree > 1 ? new DiffersFromAll(newTree) : TreeFilter.ANY_DIFF);
      while (walk.next()) {
        count++;
        if (count <= MAX_KEPT) {
          entries.add(new PathEntry(walk, newTree));
        }
      }
    }
    if (parents.size() > 1 || count > MAX_KEPT) {
      return new Found(entries, count);
    }
    var renamed = withRenames(entries);
    return new Found(renamed, renamed.size());
  }

  private static void addTrees(TreeWalk walk, List<ObjectId> parents) throws IOException {
    if (parents.isEmpty()) {
      walk.addTree(new EmptyTreeIterator());
    }
    for (var parent : parents) {
      walk.addTree(parent);
    }
  }

  private List<DiffEntry> withRenames(List<DiffEntry> entries) throws IOException {
    boolean added = entries.stream().anyMatch(entry -> entry.getChangeType() == ChangeType.ADD);
    boolean deleted =
        entries.stream().anyMatch(entry -> entry.getChangeType() == ChangeType.DELETE);
    if (!added || !deleted) {
      return entries;
    }
    renames.reset();
    var result = new ArrayList<DiffEntry>();
    for (var entry : entries) {
      if (entry.getChangeType() == ChangeType.MODIFY) {
        result.add(entry);
      } else {
        renames.add(entry);
      }
    }
    try {
      result.addAll(renames.compute(reader, NullProgressMonitor.INSTANCE));
    } catch (CanceledException e) {
      throw new IllegalStateException("nobody cancels this", e);
    }
    result.sort(Comparator.comparing(PathEntry::shown));
    return result;
  }

  /**
   * Changed paths.
   *
   * @param count how many there are, of which {@code entries} may be only the first
   */
  record Found(List<DiffEntry> entries, int count) {}

  /** Lets through what is in no parent as it is in the merge. */
  private static final class DiffersFromAll extends TreeFilter {
    private final int merge;

    DiffersFromAll(int merge) {
      this.merge = merge;
    }

    @Override
    public boolean include(TreeWalk walk) {
      for (int parent = 0; parent < merge; parent++) {
        if (walk.getRawMode(parent) == walk.getRawMode(merge) && walk.idEqual(parent, merge)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean shouldBeRecursive() {
      return false;
    }

    @Override
    public TreeFilter clone() {
      return this;
    }
  }
}
