package io.alluvium.sinks.lucene;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.FixedBitSet;

/** Tells which events stay in a shard when their slice is dropped. */
final class Staying {
  private final IndexReader view;
  private final boolean keepsCurrent;
  private final Map<LeafReader, FixedBitSet> tombstones = new HashMap<>();

  /**
   * @param keepsCurrent whether current versions of live entities stay, and tombstones as long as
   *     they hide something
   */
  Staying(IndexReader view, boolean keepsCurrent) {
    this.view = view;
    this.keepsCurrent = keepsCurrent;
  }

  /** Whether an event stays. */
  boolean stays(LeafReader leaf, int doc) throws IOException {
    if (!keepsCurrent) {
      return false;
    }
    var current = leaf.getNumericDocValues(EventDocument.CURRENT);
    if (current == null || !current.advanceExact(doc) || current.longValue() == 0) {
      return false;
    }
    return !isTombstone(leaf, doc) || hidesSomething(leaf, doc);
  }

  private boolean isTombstone(LeafReader leaf, int doc) throws IOException {
    var known = tombstones.get(leaf);
    if (known == null) {
      known = new FixedBitSet(leaf.maxDoc());
      var deleted =
          leaf.postings(new Term(EventDocument.DELETED, EventDocument.YES), PostingsEnum.NONE);
      if (deleted != null) {
        while (deleted.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
          known.set(deleted.docID());
        }
      }
      tombstones.put(leaf, known);
    }
    return known.get(doc);
  }

  /** Without its tombstone, an older version would be the current one again. */
  private boolean hidesSomething(LeafReader leaf, int doc) throws IOException {
    var key = leaf.storedFields().document(doc).get(EventDocument.ENTITY_KEY);
    var versions = new TermQuery(new Term(EventDocument.ENTITY_KEY, key));
    return new IndexSearcher(view).count(versions) > 1;
  }
}
