package io.alluvium.sinks.lucene;

import io.alluvium.sinks.SliceDigest;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
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
    var staying = new Staying(view, keepsCurrent);
    if (!slices.digest(day).equals(proven)) {
      return false;
    }
    var gone = new ArrayList<Term>();
    slices.each(
        day,
        (leaf, doc, hash, revision) -> {
          if (!staying.stays(leaf, doc)) {
            gone.add(new Term(EventDocument.ID, BytesRef.deepCopyOf(hash)));
          }
        });
    writer.deleteDocuments(gone.toArray(Term[]::new));
    return true;
  }
}
