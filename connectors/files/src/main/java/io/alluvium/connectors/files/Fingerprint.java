package io.alluvium.connectors.files;

import java.util.List;

/**
 * What is kept of a published file to tell whether it has changed: first by what the file system
 * says, which costs nothing, then by its content.
 *
 * @param size bytes
 * @param modified nanoseconds since 1970; {@link #UNSURE} if it must not be trusted
 * @param inode number of the inode; 0 where there is none
 * @param content first half of the SHA-256 in Base64; empty if the content was not read
 */
record Fingerprint(long size, long modified, long inode, String content) {
  /** The file was so young when it was read that a later change may carry the same time. */
  static final long UNSURE = -1;

  private static final int RADIX = 36;

  /** Fingerprint of a file just read. */
  static Fingerprint of(FileState state, String content, boolean sure) {
    return new Fingerprint(
        state.size(), sure ? state.modified() : UNSURE, inode(state.inode()), content);
  }

  static Fingerprint decode(String text) {
    var parts = List.of(text.split(",", -1));
    return new Fingerprint(
        Long.parseLong(parts.get(0), RADIX),
        Long.parseLong(parts.get(1), RADIX),
        Long.parseLong(parts.get(2), RADIX),
        parts.get(3));
  }

  String encode() {
    return String.join(
        ",",
        Long.toString(size, RADIX),
        Long.toString(modified, RADIX),
        Long.toString(inode, RADIX),
        content);
  }

  /** Whether the file system still says the same, so that the file need not be read. */
  boolean matches(FileState state) {
    return modified != UNSURE
        && size == state.size()
        && modified == state.modified()
        && inode == inode(state.inode());
  }

  /** Whether the content is the same as that of another fingerprint. */
  boolean sameContent(Fingerprint other) {
    return size == other.size && content.equals(other.content);
  }

  // The device is left out: its number may change at the next start of the machine.
  static long inode(String fileKey) {
    int start = fileKey.indexOf("ino=");
    int end = fileKey.indexOf(')', start);
    return start < 0 || end < 0 ? 0 : Long.parseLong(fileKey.substring(start + 4, end));
  }
}
