package io.alluvium.connectors.files;

import io.alluvium.connectors.Reading;

/** Something left to do about the files. */
sealed interface Work {
  /** What makes a file worth publishing. */
  enum Need {
    /** The file system says that it changed, and so does its content. */
    LISTED,
    /** Its content changed; the file system hinted at it, so it is not asked again. */
    HINTED,
    /** It is there: everything is read again. */
    REREAD
  }

  /** Something that has to do with one path. */
  sealed interface Look extends Work {
    String path();
  }

  /**
   * Look at a path.
   *
   * @param attempt how often it was found being written
   */
  record Check(String path, int attempt, Need need) implements Look {
    private static final int ATTEMPTS = 3;

    /** Whether it may be put off once more because it is being written. */
    boolean mayWait() {
      return attempt < ATTEMPTS;
    }
  }

  /** Publish the deletion of a file that a complete listing did not show. */
  record Absent(String path) implements Look {}

  /** Return a reading as it is, after all that was put before it. */
  record Say(Reading<SnapshotPosition> reading) implements Work {}
}
