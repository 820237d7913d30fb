package io.alluvium.sinks.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which documents of a segment may be found at all: the current versions of what is not deleted,
 * and their passages. Every question asks that, so it is worked out once for each state of a
 * segment.
 */
final class Visibility {
  /**
   * Of one segment; not to be changed.
   *
   * @param events documents of events
   * @param passages documents that have a passage's vector; some are those of events too
   * @param eventCount how many events
   * @param passageCount how many passages
   */
  record Visible(FixedBitSet events, FixedBitSet passages, int eventCount, int passageCount) {}

  private static final long NO_VECTOR = -1;

  private final Map<IndexReader.CacheKey, Visible> known = new ConcurrentHashMap<>();

  /** What may be found of a segment as this reader sees it. */
  Visible of(LeafReader leaf) throws IOException {
    var cache = leaf.getReaderCacheHelper();
    if (cache == null) {
      return find(leaf);
    }
    var visible = known.get(cache.getKey());
    if (visible == null) {
      visible = find(leaf);
      if (known.put(cache.getKey(), visible) == null) {
        cache.addClosedListener(known::remove);
      }
    }
    return visible;
  }

  /** {@link #of} for where Lucene allows no IOException. */
  Visible unchecked(LeafReader leaf) {
    try {
      return of(leaf);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Visible find(LeafReader leaf) throws IOException {
    var events = new FixedBitSet(leaf.maxDoc());
    var passages = new FixedBitSet(leaf.maxDoc());
    var current = leaf.getNumericDocValues(EventDocument.CURRENT);
    if (current != null) {
      collect(current, leaf.getNumericDocValues(EventDocument.TO_EVENT), leaf, events, passages);
      hideDeleted(leaf, events);
    }
    return new Visible(events, passages, events.cardinality(), passages.cardinality());
  }

  private static void collect(
      NumericDocValues current,
      @Nullable NumericDocValues toEvent,
      LeafReader leaf,
      FixedBitSet events,
      FixedBitSet passages)
      throws IOException {
    Bits live = leaf.getLiveDocs();
    for (int doc = current.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = current.nextDoc()) {
      if (current.longValue() == 1 && (live == null || live.get(doc))) {
        long distance =
            toEvent != null && toEvent.advanceExact(doc) ? toEvent.longValue() : NO_VECTOR;
        if (distance != NO_VECTOR) {
          passages.set(doc);
        }
        if (distance <= 0) {
          events.set(doc);
        }
      }
    }
  }

  private static void hideDeleted(LeafReader leaf, FixedBitSet events) throws IOException {
    var deleted =
        leaf.postings(new Term(EventDocument.DELETED, EventDocument.YES), PostingsEnum.NONE);
    if (deleted != null) {
      for (int doc = deleted.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = deleted.nextDoc()) {
        events.clear(doc);
      }
    }
  }
}
