package io.alluvium.sinks.lucene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard's index, opened for writing at its last commit.
 *
 * @param state what that commit says
 */
record OpenIndex(Directory directory, IndexWriter writer, ShardFormat.State state) {
  private static final Logger LOG = LoggerFactory.getLogger(OpenIndex.class);

  /** Half of Lucene's: each segment has a graph of its own, and is searched by itself. */
  private static final int SEGMENTS_PER_TIER = 4;

  /** No writer may hold more; {@link IndexingMemory} keeps all of them within less. */
  private static final double LARGEST_BUFFER_MB = 256;

  /**
   * Opens or creates an index. Reads no more than the commit and its headers; checksums are for
   * {@code verify}. One in an older format begins anew: what was there goes with its first commit.
   *
   * @throws io.alluvium.sinks.TierException if it cannot be opened, saying what to do
   */
  static OpenIndex at(Path path, Layout layout, LuceneResources resources) {
    try {
      Files.createDirectories(path);
      var files = FSDirectory.open(path);
      try {
        return open(path, files, layout, resources);
      } catch (IOException | RuntimeException failure) {
        files.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw ShardFormat.explain(path, failure);
    }
  }

  /** Lets go of the files after a failure. */
  void abandon(Exception failure) {
    try (directory) {
      writer.rollback();
    } catch (IOException | RuntimeException more) {
      failure.addSuppressed(more);
    }
  }

  private static OpenIndex open(
      Path path, Directory files, Layout layout, LuceneResources resources) throws IOException {
    var config = config(layout, resources);
    var state = ShardFormat.State.NEW;
    if (DirectoryReader.indexExists(files)) {
      var commit = SegmentInfos.readLatestCommit(files).getUserData();
      if (ShardFormat.isOlder(path, commit)) {
        LOG.warn("Shard {} is in an older format; it is rebuilt from the log", path);
        config.setOpenMode(OpenMode.CREATE);
      } else {
        state = ShardFormat.state(path, layout, commit);
      }
    }
    double cachedMb = resources.cachedMegabytes();
    var directory = new NRTCachingDirectory(files, cachedMb / 4, cachedMb);
    return new OpenIndex(directory, new IndexWriter(directory, config), state);
  }

  private static IndexWriterConfig config(Layout layout, LuceneResources resources) {
    var merges = new TieredMergePolicy();
    merges.setSegmentsPerTier(SEGMENTS_PER_TIER);
    return new IndexWriterConfig(IdentifierAnalyzer.INDEX)
        .setMergePolicy(merges)
        .setCodec(layout.codec())
        .setCommitOnClose(false)
        .setRAMBufferSizeMB(LARGEST_BUFFER_MB)
        // A refresh must not wait for merges: a record is searchable at once.
        .setMaxFullFlushMergeWaitMillis(0)
        .setMergeScheduler(resources.merges().forOneWriter());
  }
}
