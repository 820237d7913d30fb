package io.alluvium.connectors.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Finds the paths in which a tree differs from the trees before it. Not thread-safe. */
final class TreeChanges {
  /** Paths kept while looking for renames; beyond, they are only counted. */
  private static final int MAX_KEPT = 20_000;

  private final ObjectReader reader;
  private final Renames renames;

  TreeChanges(ObjectReader reader) {
    this.reader = reader;
    this.renames = new Renames(reader);
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
    var renamed = renames.find(entries);
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
