package io.alluvium.connectors.files;

import io.alluvium.connectors.Reading;

/** Something left to do about the files. */
sealed interface Work {
  /**
   * Look at a path.
   *
   * @param attempt how often it was found being written
   * @param reread whether to publish it even if it is unchanged
   */
  record Check(String path, int attempt, boolean reread) implements Work {
    private static final int ATTEMPTS = 3;

    Check(String path) {
      this(path, 0, false);
    }

    /** Whether it may be put off once more because it is being written. */
    boolean mayWait() {
      return attempt < ATTEMPTS;
    }
  }

  /** Publish the deletion of a file that a complete listing did not show. */
  record Absent(String path) implements Work {}

  /** Return a reading as it is, after all that was put before it. */
  record Say(Reading<SnapshotPosition> reading) implements Work {}
}
