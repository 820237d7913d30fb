package io.alluvium.sinks.lucene;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.knn.KnnCollectorManager;

/** The visible passages nearest to a vector, stored in 8 bits. */
final class NearestBytes extends KnnByteVectorQuery {
  private final Visibility visibility;

  NearestBytes(String field, byte[] vector, int count, Visibility visibility) {
    super(field, vector, count);
    this.visibility = visibility;
  }

  @Override
  protected TopDocs approximateSearch(
      LeafReaderContext context, AcceptDocs live, int limit, KnnCollectorManager collectors)
      throws IOException {
    var visible = new VisiblePassages(visibility.of(context.reader()));
    return super.approximateSearch(context, visible, limit, collectors);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
