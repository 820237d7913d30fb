package io.alluvium.sinks.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexWriter;

/**
 * One memory budget for the writers of all shards: when together they hold more, the largest writes
 * its buffer out. Used by the one thread that feeds the tier.
 */
final class IndexingMemory {
  private final long budgetBytes;
  private final List<IndexWriter> writers = new ArrayList<>();

  IndexingMemory(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  synchronized void add(IndexWriter writer) {
    writers.add(writer);
  }

  synchronized void remove(IndexWriter writer) {
    writers.remove(writer);
  }

  /** Writes out the largest buffer when all together hold more than the budget. */
  synchronized void keepWithin() throws IOException {
    long total = 0;
    long most = -1;
    IndexWriter largest = null;
    for (var writer : writers) {
      long bytes = writer.isOpen() ? writer.ramBytesUsed() : 0;
      total += bytes;
      if (bytes > most) {
        most = bytes;
        largest = writer;
      }
    }
    if (total > budgetBytes && largest != null) {
      var _ = largest.flushNextBuffer();
    }
  }
}
