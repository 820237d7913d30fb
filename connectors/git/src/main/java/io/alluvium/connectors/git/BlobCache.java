package io.alluvium.connectors.git;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Keeps the blobs read last: what a commit found before its change is what its parent, next in
 * line, left behind. Not thread-safe.
 */
final class BlobCache {
  private static final int MAX_BYTES = 8 << 20;

  private final ObjectReader reader;
  private final LinkedHashMap<ObjectId, byte[]> blobs = new LinkedHashMap<>(64, 0.75f, true);
  private int bytes;

  BlobCache(ObjectReader reader) {
    this.reader = reader;
  }

  /**
   * Reads a blob; empty where it is over {@link GitRepository#MAX_BLOB_BYTES}.
   *
   * @throws IOException if it cannot be read
   */
  Optional<byte[]> read(ObjectId id) throws IOException {
    byte[] known = blobs.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    var loader = reader.open(id, Constants.OBJ_BLOB);
    if (loader.getSize() > GitRepository.MAX_BLOB_BYTES) {
      return Optional.empty();
    }
    byte[] blob = loader.getCachedBytes();
    keep(id, blob);
    return Optional.of(blob);
  }

  private void keep(ObjectId id, byte[] blob) {
    blobs.put(id, blob);
    bytes += blob.length;
    var oldest = blobs.values().iterator();
    while (bytes > MAX_BYTES) {
      bytes -= oldest.next().length;
      oldest.remove();
    }
  }
}
