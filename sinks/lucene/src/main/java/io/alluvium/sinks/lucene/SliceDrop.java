package io.alluvium.sinks.lucene;

import io.alluvium.sinks.SliceDigest;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Takes a slice out of a shard. Whole blocks go, by their content's term: a passage without its
 * event would be found and could not be shown.
 */
final class SliceDrop {
  private final DirectoryReader view;
  private final IndexWriter writer;

  /**
   * @param view sees everything applied so far
   */
  SliceDrop(DirectoryReader view, IndexWriter writer) {
    this.view = view;
    this.writer = writer;
  }

  /**
   * Deletes the slice if it is what was proven.
   *
   * @param keepsCurrent whether current versions of live entities stay, and tombstones as long as
   *     they hide something
   */
  boolean drop(LocalDate day, SliceDigest proven, boolean keepsCurrent) throws IOException {
    var slices = new SliceReader(view);
    if (!slices.digest(day).equals(proven)) {
      return false;
    }
    var gone = new ArrayList<Term>();
    slices.each(
        day,
        (leaf, doc, hash, revision) -> {
          if (!keepsCurrent || !stays(leaf, doc)) {
            gone.add(new Term(EventDocument.ID, BytesRef.deepCopyOf(hash)));
          }
        });
    writer.deleteDocuments(gone.toArray(Term[]::new));
    return true;
  }

  private boolean stays(LeafReader leaf, int doc) throws IOException {
    var current = leaf.getNumericDocValues(EventDocument.CURRENT);
    if (current == null || !current.advanceExact(doc) || current.longValue() == 0) {
      return false;
    }
    return !isTombstone(leaf, doc) || hidesSomething(leaf, doc);
  }

  private static boolean isTombstone(LeafReader leaf, int doc) throws IOException {
    var deleted =
        leaf.postings(new Term(EventDocument.DELETED, EventDocument.YES), PostingsEnum.NONE);
    return deleted != null && advanced(deleted, doc);
  }

  private static boolean advanced(DocIdSetIterator iterator, int doc) throws IOException {
    return iterator.advance(doc) == doc;
  }

  /** Without its tombstone, an older version would be the current one again. */
  private boolean hidesSomething(LeafReader leaf, int doc) throws IOException {
    var key = leaf.storedFields().document(doc).get(EventDocument.ENTITY_KEY);
    var versions = new TermQuery(new Term(EventDocument.ENTITY_KEY, key));
    return new IndexSearcher(view).count(versions) > 1;
  }
}
