package io.alluvium.connectors.files;

import java.nio.file.attribute.BasicFileAttributes;

/** What lies at a path. */
enum FileKind {
  FILE,
  DIRECTORY,
  /** A symbolic link, a socket, a pipe, a device: never followed, never published. */
  OTHER;

  static FileKind of(BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      return FILE;
    }
    return attributes.isDirectory() ? DIRECTORY : OTHER;
  }
}
