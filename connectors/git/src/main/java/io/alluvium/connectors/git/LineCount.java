package io.alluvium.connectors.git;

import io.alluvium.connectors.git.ChangedPath.Lines;

/**
 * By how many lines two blobs differ.
 *
 * @param lines how they were compared
 * @param added lines only the newer one has
 * @param deleted lines only the older one has
 */
record LineCount(Lines lines, int added, int deleted) {
  static final LineCount NONE = counted(0, 0);
  static final LineCount BINARY = new LineCount(Lines.BINARY, 0, 0);
  static final LineCount TOO_LARGE = new LineCount(Lines.TOO_LARGE, 0, 0);
  static final LineCount UNREADABLE = new LineCount(Lines.UNREADABLE, 0, 0);

  static LineCount counted(int added, int deleted) {
    return new LineCount(Lines.COUNTED, added, deleted);
  }
}
