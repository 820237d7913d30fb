package io.alluvium.connectors.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the file system says about a path without opening it. Symbolic links are not followed.
 *
 * @param kind file, directory or something we leave alone
 * @param size bytes
 * @param modified nanoseconds since 1970
 * @param inode device and inode as the platform writes them; empty where it has none
 * @param executable whether the owner may execute it
 */
record FileState(FileKind kind, long size, long modified, String inode, boolean executable) {
  private static final boolean POSIX =
      Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");

  /** Looks at a path; empty if there is nothing. */
  static Optional<FileState> of(Path path) throws IOException {
    try {
      return Optional.of(read(path));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    } catch (IOException e) {
      // A parent that has become a file: lstat says ENOTDIR, for which Java has no exception.
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) && isBelowFile(path)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isBelowFile(Path path) {
    for (var parent = path.getParent(); parent != null; parent = parent.getParent()) {
      if (Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
        return !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS);
      }
    }
    return false;
  }

  private static FileState read(Path path) throws IOException {
    if (!POSIX) {
      var basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return of(basic, false);
    }
    var posix = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return of(posix, posix.permissions().contains(PosixFilePermission.OWNER_EXECUTE));
  }

  private static FileState of(BasicFileAttributes attributes, boolean executable) {
    var key = attributes.fileKey();
    return new FileState(
        FileKind.of(attributes),
        attributes.size(),
        nanos(attributes.lastModifiedTime()),
        key == null ? "" : key.toString(),
        executable);
  }

  /** When the file was last modified. */
  Instant modifiedAt() {
    return Instant.ofEpochSecond(0, modified);
  }

  /** Whether size, modification time and identity are the same. */
  boolean looksLike(FileState other) {
    return kind == other.kind
        && size == other.size
        && modified == other.modified
        && inode.equals(other.inode);
  }

  private static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }
}
