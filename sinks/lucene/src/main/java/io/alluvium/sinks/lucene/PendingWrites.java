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
 * What a shard will write at its next refresh or commit, one document per content. Analysing a text
 * is the dearest thing a shard does, and a record of {@code events} is mostly followed at once by
 * the same version of {@code enriched}: so only the last of them is written.
 */
final class PendingWrites {
  private static final int MOST_DOCUMENTS = 1_000;
  private static final long MOST_CHARACTERS = 4L << 20;

  private final IndexWriter writer;
  private final Map<String, Write> writes = new LinkedHashMap<>();
  private final Set<String> replacing = new HashSet<>();
  private long characters;

  PendingWrites(IndexWriter writer) {
    this.writer = writer;
  }

  /**
   * One document.
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
    characters += length(write);
    if (before != null) {
      characters -= length(before);
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
      writer.updateNumericDocValue(EventDocument.id(hash), EventDocument.CURRENT, 0L);
    }
  }

  /** The document of a content stays, only what it knows of currency changes. */
  void restamp(String hash, long currentRevision, boolean current) throws IOException {
    var pending = writes.get(hash);
    if (pending != null) {
      writes.put(hash, new Write(pending.record(), currentRevision, current));
    } else {
      writer.updateDocValues(
          EventDocument.id(hash),
          new NumericDocValuesField(EventDocument.CURRENT_REVISION, currentRevision),
          new NumericDocValuesField(EventDocument.CURRENT, current ? 1 : 0));
    }
  }

  /** True when more should not be kept in memory. */
  boolean isFull() {
    return writes.size() >= MOST_DOCUMENTS || characters >= MOST_CHARACTERS;
  }

  /** Hands everything to the index writer. */
  void drain() throws IOException {
    drainTo(0);
  }

  /** Hands the older half to the index writer: what the younger ones wait for may still come. */
  void drainHalf() throws IOException {
    drainTo(characters / 2);
  }

  private void drainTo(long most) throws IOException {
    int count = writes.size();
    for (var each = writes.entrySet().iterator(); each.hasNext() && more(count, most); ) {
      var entry = each.next();
      write(entry.getKey(), entry.getValue());
      characters -= length(entry.getValue());
      replacing.remove(entry.getKey());
      each.remove();
    }
  }

  private boolean more(int countBefore, long most) {
    return most == 0 || characters > most || writes.size() > countBefore / 2;
  }

  private static int length(Write write) {
    return write.record().event().getText().map(String::length).orElse(0);
  }

  private void write(String hash, Write write) throws IOException {
    var document = EventDocument.of(write.record(), write.currentRevision(), write.current());
    try {
      if (replacing.contains(hash)) {
        writer.updateDocument(EventDocument.id(hash), document);
      } else {
        writer.addDocument(document);
      }
    } catch (IllegalArgumentException refused) {
      // EventDocument checks before; what gets here is a fault of ours, to be seen, not skipped.
      throw new TierException("Lucene refused the document of content " + hash, refused);
    }
  }
}
