package io.alluvium.connectors.git;

import java.util.Optional;

/**
 * One path a commit changed.
 *
 * @param change what happened to the path
 * @param path path after the commit, or before it where the path was deleted; '/' between parts,
 *     bytes that are not UTF-8 as U+FFFD
 * @param oldPath path before the commit, for {@link Change#RENAMED} and {@link Change#COPIED}
 * @param lines how the lines were compared
 * @param added lines added; 0 unless {@code lines} is {@link Lines#COUNTED}
 * @param deleted lines deleted; 0 unless {@code lines} is {@link Lines#COUNTED}
 */
public record ChangedPath(
    Change change, String path, Optional<String> oldPath, Lines lines, int added, int deleted) {

  /** What a commit did to a path, with the letter git uses for it. */
  public enum Change {
    ADDED('A'),
    MODIFIED('M'),
    DELETED('D'),
    RENAMED('R'),
    COPIED('C'),
    /** A file became a symbolic link or a submodule, or the other way round. */
    TYPE_CHANGED('T');

    private final char letter;

    Change(char letter) {
      this.letter = letter;
    }

    /** The letter that {@code git log --name-status} prints. */
    public char letter() {
      return letter;
    }
  }

  /** Whether the lines of both sides could be compared. */
  public enum Lines {
    COUNTED,
    /** A NUL among the first 8,000 bytes of either side, git's own rule. */
    BINARY,
    /** Over the limit of bytes per blob or per commit: see {@link GitRepository}. */
    TOO_LARGE,
    /** A blob is missing or damaged; {@link GitCommit#damage()} says which. */
    UNREADABLE
  }

  /** True where git calls the content binary. */
  public boolean binary() {
    return lines == Lines.BINARY;
  }
}
