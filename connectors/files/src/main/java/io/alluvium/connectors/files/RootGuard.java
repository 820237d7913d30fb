package io.alluvium.connectors.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells whether the watched directory is the one whose files are known. An unmounted disk leaves
 * nothing, or an empty directory of another identity; neither means that all files were deleted.
 */
final class RootGuard {
  private final Path root;
  private Optional<String> trusted;

  /**
   * @param trusted identity of the directory when it was last listed; empty if it never was
   */
  RootGuard(Path root, Optional<String> trusted) {
    this.root = root;
    this.trusted = trusted;
  }

  /** Identity of the directory now; empty if it is not there. */
  Optional<String> identity() {
    try {
      return FileState.of(root)
          .filter(state -> state.kind() == FileKind.DIRECTORY)
          .map(state -> Long.toString(Fingerprint.inode(state.inode())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the directory is there and the same as when it was last trusted. */
  boolean isTrusted() {
    var now = identity();
    return now.isPresent() && (trusted.isEmpty() || trusted.equals(now));
  }

  /** Takes the directory as it is for the right one. */
  void trust() {
    trusted = identity();
  }

  /** Identity that is trusted; empty string if none is. */
  String trusted() {
    return trusted.orElse("");
  }
}
