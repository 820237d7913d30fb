package io.alluvium.sinks.lucene;

import io.alluvium.sinks.TierOffsets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NRTCachingDirectory;

/**
 * A shard's index, opened for writing at its last commit.
 *
 * @param offsets what that commit says; {@link TierOffsets#NONE} for a new index
 */
record OpenIndex(Directory directory, IndexWriter writer, TierOffsets offsets) {
  /** Segments of fresh refreshes stay in memory until the next commit or merge, up to this. */
  private static final double CACHED_MB = 16;

  private static final double CACHED_SEGMENT_MB = 4;

  /** No writer may hold more; {@link IndexingMemory} keeps all of them within less. */
  private static final double LARGEST_BUFFER_MB = 256;

  /**
   * Opens or creates an index. Reads no more than the commit and its headers; checksums are for
   * {@code verify}.
   *
   * @throws io.alluvium.sinks.TierException if it cannot be opened, saying what to do
   */
  static OpenIndex at(Path path) {
    try {
      Files.createDirectories(path);
      var files = FSDirectory.open(path);
      try {
        var directory = new NRTCachingDirectory(files, CACHED_SEGMENT_MB, CACHED_MB);
        var offsets = offsets(path, files);
        return new OpenIndex(directory, new IndexWriter(directory, config()), offsets);
      } catch (IOException | RuntimeException failure) {
        files.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw ShardFormat.explain(path, failure);
    }
  }

  private static TierOffsets offsets(Path path, Directory files) throws IOException {
    return DirectoryReader.indexExists(files)
        ? ShardFormat.offsets(path, SegmentInfos.readLatestCommit(files).getUserData())
        : TierOffsets.NONE;
  }

  private static IndexWriterConfig config() {
    var merges = new ConcurrentMergeScheduler();
    merges.setMaxMergesAndThreads(4, 1);
    return new IndexWriterConfig(IdentifierAnalyzer.INDEX)
        .setCommitOnClose(false)
        .setRAMBufferSizeMB(LARGEST_BUFFER_MB)
        // A refresh must not wait for merges: a record is searchable at once.
        .setMaxFullFlushMergeWaitMillis(0)
        .setMergeScheduler(merges);
  }
}
