package io.alluvium.sinks.lucene;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/** Matches the passages of the events that another query matches. */
final class PassagesOf extends Query {
  private final Query events;

  PassagesOf(Query events) {
    this.events = events;
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
      throws IOException {
    var weight = searcher.createWeight(searcher.rewrite(events), ScoreMode.COMPLETE_NO_SCORES, 1);
    return new ConstantScoreWeight(this, boost) {
      @Override
      public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext context) throws IOException {
        var scorer = weight.scorer(context);
        if (scorer == null) {
          return null;
        }
        var passages = passages(context, scorer.iterator());
        return ConstantScoreScorerSupplier.fromIterator(
            new BitSetIterator(passages, passages.cardinality()),
            boost,
            mode,
            context.reader().maxDoc());
      }

      @Override
      public boolean isCacheable(LeafReaderContext context) {
        return false;
      }
    };
  }

  private static FixedBitSet passages(LeafReaderContext context, DocIdSetIterator events)
      throws IOException {
    var found = new FixedBitSet(context.reader().maxDoc());
    var counts = context.reader().getNumericDocValues(EventDocument.PASSAGES);
    var own = context.reader().getNumericDocValues(EventDocument.TO_EVENT);
    for (int doc = events.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = events.nextDoc()) {
      if (counts != null && counts.advanceExact(doc) && counts.longValue() > 0) {
        found.set(doc - (int) counts.longValue(), doc);
      } else if (own != null && own.advanceExact(doc)) {
        found.set(doc);
      }
    }
    return found;
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return "passagesOf(" + events.toString(field) + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PassagesOf that && events.equals(that.events);
  }

  @Override
  public int hashCode() {
    return 31 * events.hashCode() + PassagesOf.class.hashCode();
  }
}
