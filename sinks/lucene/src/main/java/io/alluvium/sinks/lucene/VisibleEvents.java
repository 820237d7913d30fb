package io.alluvium.sinks.lucene;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;

/** Matches the events that may be found at all. */
final class VisibleEvents extends Query {
  private final Visibility visibility;

  VisibleEvents(Visibility visibility) {
    this.visibility = visibility;
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
    return new ConstantScoreWeight(this, boost) {
      @Override
      public ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
        var visible = visibility.of(context.reader());
        return ConstantScoreScorerSupplier.fromIterator(
            new BitSetIterator(visible.events(), visible.eventCount()),
            boost,
            mode,
            context.reader().maxDoc());
      }

      @Override
      public int count(LeafReaderContext context) throws IOException {
        return visibility.of(context.reader()).eventCount();
      }

      @Override
      public boolean isCacheable(LeafReaderContext context) {
        return false;
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return "visible";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VisibleEvents that && visibility == that.visibility;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(visibility);
  }
}
