package io.alluvium.connectors.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Content of a file: hashed in full, its text kept as far as an event may carry it.
 *
 * @param sha256 hash of all bytes; empty if the file was larger than allowed
 * @param text the text; null for binary and for unread content
 * @param encoding charset if not UTF-8; null for UTF-8 and where there is no text
 * @param binary whether it is no text
 * @param truncated whether the text goes on beyond what was kept
 */
record FileContent(
    byte[] sha256,
    @Nullable String text,
    @Nullable String encoding,
    boolean binary,
    boolean truncated) {
  /** Four times what an event carries: redaction may shorten text, decoding too. */
  private static final int KEPT_BYTES = 2 * 1024 * 1024;

  private static final int BUFFER = 64 * 1024;
  private static final int SMALL_BUFFER = 1024;
  private static final FileContent UNREAD = new FileContent(new byte[0], null, null, false, false);

  /** Content that is too large to be read. */
  static FileContent unread() {
    return UNREAD;
  }

  /**
   * Reads a file, in constant memory.
   *
   * @param maxBytes a file that turns out larger is not read to its end
   */
  static FileContent read(Path file, long expectedSize, long maxBytes) throws IOException {
    var digest = Digests.sha256();
    var kept = new byte[(int) Math.min(KEPT_BYTES, expectedSize)];
    var buffer = new byte[(int) Math.max(SMALL_BUFFER, Math.min(BUFFER, expectedSize + 1))];
    long total = 0;
    int keptBytes = 0;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        total += n;
        if (total > maxBytes) {
          return UNREAD;
        }
        kept = grown(kept, keptBytes + n);
        int copied = Math.min(n, kept.length - keptBytes);
        System.arraycopy(buffer, 0, kept, keptBytes, copied);
        keptBytes += copied;
      }
    }
    return of(digest.digest(), Arrays.copyOf(kept, keptBytes), total > keptBytes);
  }

  // The file may have grown since it was looked at.
  private static byte[] grown(byte[] kept, int needed) {
    return needed <= kept.length || kept.length == KEPT_BYTES
        ? kept
        : Arrays.copyOf(kept, Math.min(KEPT_BYTES, Math.max(needed, kept.length * 2)));
  }

  private static FileContent of(byte[] sha256, byte[] kept, boolean truncated) {
    Optional<DecodedText> text = DecodedText.of(kept, !truncated);
    return new FileContent(
        sha256,
        text.map(DecodedText::text).orElse(null),
        text.map(DecodedText::encoding).orElse(null),
        text.isEmpty(),
        truncated);
  }

  boolean isRead() {
    return sha256.length > 0;
  }

  /** SHA-256 in hexadecimal; only of content that was read. */
  String hex() {
    return HexFormat.of().formatHex(sha256);
  }

  /** Half of the SHA-256, as fingerprints keep it. */
  String shortHash() {
    return isRead()
        ? Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Arrays.copyOf(sha256, sha256.length / 2))
        : "";
  }
}
