package io.alluvium.sinks.lucene;

import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierRecord;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexWriter;

/**
 * What a shard will write at its next refresh or commit, one block per content. Analysing a text is
 * the dearest thing a shard does, and a record of {@code events} is mostly followed at once by the
 * same version of {@code enriched}: so only the last of them is written.
 */
final class PendingWrites {
  private static final int MOST_DOCUMENTS = 1_000;

  /** About what a record takes beside its text and vectors. */
  private static final int RECORD_BYTES = 1_024;

  private final IndexWriter writer;
  private final Layout layout;
  private final long mostBytes;
  private final Map<String, Write> writes = new LinkedHashMap<>();
  private final Set<String> replacing = new HashSet<>();
  private long bytes;

  /**
   * @param mostBytes about so much heap may wait
   */
  PendingWrites(IndexWriter writer, Layout layout, long mostBytes) {
    this.writer = writer;
    this.layout = layout;
    this.mostBytes = mostBytes;
  }

  /**
   * One block.
   *
   * @param currentRevision highest revision at which its content was stamped current
   * @param current whether it is its entity's current version
   */
  record Write(TierRecord.Version record, long currentRevision, boolean current) {}

  /**
   * Adds or replaces the document of a content.
   *
   * @param replaces whether the content has one, written or pending
   */
  void put(Write write, boolean replaces) {
    var hash = write.record().event().getContentHash();
    var before = writes.put(hash, write);
    bytes += size(write);
    if (before != null) {
      bytes -= size(before);
    } else if (replaces) {
      replacing.add(hash);
    }
  }

  /** Some other content became its entity's current version. Nothing happens for an empty hash. */
  void supersede(String hash) throws IOException {
    var pending = writes.get(hash);
    if (pending != null) {
      writes.put(hash, new Write(pending.record(), pending.currentRevision(), false));
    } else if (!hash.isEmpty()) {
      writer.updateNumericDocValue(Records.id(hash), EventDocument.CURRENT, 0L);
    }
  }

  /** The document of a content stays, only what it knows of currency changes. */
  void restamp(String hash, long currentRevision, boolean current) throws IOException {
    var pending = writes.get(hash);
    if (pending != null) {
      writes.put(hash, new Write(pending.record(), currentRevision, current));
    } else {
      writer.updateDocValues(
          Records.id(hash),
          new NumericDocValuesField(EventDocument.CURRENT_REVISION, currentRevision),
          new NumericDocValuesField(EventDocument.CURRENT, current ? 1 : 0));
    }
  }

  /** True when more should not be kept in memory. */
  boolean isFull() {
    return writes.size() >= MOST_DOCUMENTS || bytes >= mostBytes;
  }

  /** Hands everything to the index writer. */
  void drain() throws IOException {
    drainTo(0);
  }

  /** Hands the older half to the index writer: what the younger ones wait for may still come. */
  void drainHalf() throws IOException {
    drainTo(bytes / 2);
  }

  private void drainTo(long most) throws IOException {
    int count = writes.size();
    for (var each = writes.entrySet().iterator(); each.hasNext() && more(count, most); ) {
      var entry = each.next();
      write(entry.getKey(), entry.getValue());
      bytes -= size(entry.getValue());
      replacing.remove(entry.getKey());
      each.remove();
    }
  }

  private boolean more(int countBefore, long most) {
    return most == 0 || bytes > most || writes.size() > countBefore / 2;
  }

  private static long size(Write write) {
    var record = write.record();
    var enrichment = record.enrichment();
    long vectors =
        enrichment == null
            ? 0
            : enrichment.getPassages().stream().mapToLong(p -> p.getVector().size()).sum();
    return 2L * record.event().getText().map(String::length).orElse(0)
        + Float.BYTES * vectors
        + RECORD_BYTES;
  }

  private void write(String hash, Write write) throws IOException {
    var block = EventDocument.of(write.record(), write.currentRevision(), write.current(), layout);
    try {
      if (replacing.contains(hash)) {
        writer.updateDocuments(Records.id(hash), block);
      } else {
        writer.addDocuments(block);
      }
    } catch (IllegalArgumentException refused) {
      // Records checks before; what gets here is a fault of ours, to be seen, not skipped.
      throw new TierException("Lucene refused the document of content " + hash, refused);
    }
  }
}
