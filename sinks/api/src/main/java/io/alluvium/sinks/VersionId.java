package io.alluvium.sinks;

/**
 * Names one published version: what a proof counts.
 *
 * @param contentHash identity of the content, 64 lower-case hexadecimal characters
 * @param revision number of the version within its entity
 */
public record VersionId(String contentHash, long revision) implements Comparable<VersionId> {
  @Override
  public int compareTo(VersionId other) {
    int byHash = contentHash.compareTo(other.contentHash);
    return byHash != 0 ? byHash : Long.compare(revision, other.revision);
  }

  /** As the event's id: content hash, a dot, revision. */
  @Override
  public String toString() {
    return contentHash + "." + revision;
  }
}
