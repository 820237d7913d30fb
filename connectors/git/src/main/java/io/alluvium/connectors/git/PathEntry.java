package io.alluvium.connectors.git;

import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The path a tree walk over two trees stands at, in the form JGit's rename detection takes. */
final class PathEntry extends DiffEntry {
  /**
   * Takes the current path of a walk, of which tree 0 is the one before the commit.
   *
   * @param newTree index of the tree after the commit
   */
  PathEntry(TreeWalk walk, int newTree) {
    oldMode = walk.getFileMode(0);
    newMode = walk.getFileMode(newTree);
    oldId = AbbreviatedObjectId.fromObjectId(walk.getObjectId(0));
    newId = AbbreviatedObjectId.fromObjectId(walk.getObjectId(newTree));
    String path = walk.getPathString();
    oldPath = oldMode == FileMode.MISSING ? DEV_NULL : path;
    newPath = newMode == FileMode.MISSING ? DEV_NULL : path;
    changeType =
        oldMode == FileMode.MISSING
            ? ChangeType.ADD
            : newMode == FileMode.MISSING ? ChangeType.DELETE : ChangeType.MODIFY;
  }

  /** The path by which a person knows the entry: the new one, unless it is gone. */
  static String shown(DiffEntry entry) {
    return entry.getChangeType() == ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
  }

  /** What stood at the path before, zero where nothing did. */
  static ObjectId before(DiffEntry entry) {
    return entry.getOldMode() == FileMode.MISSING
        ? ObjectId.zeroId()
        : entry.getOldId().toObjectId();
  }

  /** What stands at the path afterwards, zero where nothing does. */
  static ObjectId after(DiffEntry entry) {
    return entry.getNewMode() == FileMode.MISSING
        ? ObjectId.zeroId()
        : entry.getNewId().toObjectId();
  }
}
