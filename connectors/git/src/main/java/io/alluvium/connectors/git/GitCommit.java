package io.alluvium.connectors.git;

import java.util.List;
import java.util.Optional;

/**
 * A commit and what it changed.
 *
 * @param sha object id, 40 lower-case hexadecimal characters
 * @param parents object ids of the parents as the commit states them, also where a shallow clone
 *     does not have them
 * @param author who wrote the change
 * @param committer who made the commit; its time orders a walk
 * @param message the whole message, decoded by the commit's encoding header, else as UTF-8;
 *     malformed bytes are U+FFFD
 * @param paths changed paths, ordered by path, at most {@value GitRepository#MAX_PATHS}. A commit
 *     with one parent is compared with it, one without parents with nothing, a merge lists only
 *     paths that differ from all its parents, with line counts against the first (as {@code git log
 *     -c}); renames are not looked for in merges
 * @param pathCount number of changed paths, listed or not; at least {@code paths.size()}
 * @param damage what kept the paths from being complete: a parent that a shallow clone lacks, a
 *     damaged tree or blob; empty for a commit read in full
 */
public record GitCommit(
    String sha,
    List<String> parents,
    GitPerson author,
    GitPerson committer,
    String message,
    List<ChangedPath> paths,
    int pathCount,
    Optional<String> damage)
    implements CommitOutcome {

  public GitCommit {
    parents = List.copyOf(parents);
    paths = List.copyOf(paths);
  }

  /** First paragraph of the message on one line, as {@code git log --format=%s} prints it. */
  public String subject() {
    return CommitText.subject(message);
  }

  /** True where the commit changed more paths than are listed. */
  public boolean pathsTruncated() {
    return pathCount > paths.size();
  }

  /**
   * Message and changed paths as one searchable text.
   *
   * <p>The message without blank lines at its end; then, where there are paths, a blank line and
   * one line per path:
   *
   * <pre>
   * M  src/a.txt  +12 -3
   * R  old/name.txt -&gt; new/name.txt  +0 -0
   * A  logo.png  binary
   * M  huge.sql  too large to compare
   * … and 4321 more paths
   * </pre>
   *
   * <p>The letter is {@link ChangedPath.Change#letter()}; control characters in a path show as
   * U+FFFD, so that a line is always one path.
   */
  public String text() {
    return CommitText.of(this);
  }
}
