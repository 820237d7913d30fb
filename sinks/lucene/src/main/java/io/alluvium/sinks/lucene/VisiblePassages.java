package io.alluvium.sinks.lucene;

import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;

/** Lets a search for vectors find the passages that may be found at all. */
final class VisiblePassages extends AcceptDocs {
  private final Visibility.Visible visible;

  VisiblePassages(Visibility.Visible visible) {
    this.visible = visible;
  }

  @Override
  public Bits bits() {
    return visible.passages();
  }

  @Override
  public DocIdSetIterator iterator() {
    return new BitSetIterator(visible.passages(), visible.passageCount());
  }

  @Override
  public int cost() {
    return visible.passageCount();
  }
}
