package io.alluvium.sinks.lucene;

import io.alluvium.sinks.lucene.Ranking.Ranked;
import io.alluvium.sinks.search.QueryVector;
import io.alluvium.sinks.search.TierQuery;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.QueryTimeoutImpl;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.TotalHits;

/** Answers one question from one view of all shards. */
final class TierSearcher {
  /** Counting stops here; the answer then says that the total is a lower bound. */
  private static final int COUNTED = 10_000;

  /** Nobody waits longer; the answer then says that it is not complete. */
  static final long TIMEOUT_MILLIS = 10_000;

  /** So many of each ranking are merged at least. */
  private static final int MERGED = 50;

  private static final Sort NEWEST_FIRST =
      new Sort(
          LongField.newSortField(EventDocument.OCCURRED_AT, true, SortedNumericSelector.Type.MAX),
          SortField.FIELD_DOC);

  /**
   * What was found.
   *
   * @param total matching events, or a lower bound
   */
  record Found(List<Ranked> hits, long total, boolean exact) {}

  private final LuceneResources resources;
  private final Layout layout;
  private final TierQuery asked;
  private final IndexSearcher searcher;
  private final TextQuery text;

  TierSearcher(IndexReader view, TierQuery asked, Layout layout, LuceneResources resources) {
    this.resources = resources;
    this.layout = layout;
    this.asked = asked;
    this.searcher = new IndexSearcher(view, resources.searches());
    // A cache of ours knows what is visible; Lucene's would only look at it again and again.
    searcher.setQueryCache(null);
    searcher.setTimeout(new QueryTimeoutImpl(TIMEOUT_MILLIS));
    this.text = new TextQuery(asked.text(), new ClauseQuery(view), view.maxDoc());
  }

  boolean timedOut() {
    return searcher.timedOut();
  }

  /** Reads what the hits show. */
  HitReader hits() throws IOException {
    return new HitReader(layout, searcher, text);
  }

  Found find() throws IOException {
    var vector = asked.vector();
    if (vector.isEmpty()) {
      var found = byWords(asked.limit(), COUNTED);
      return new Found(
          Ranking.byWords(found.scoreDocs),
          found.totalHits.value(),
          found.totalHits.relation() == TotalHits.Relation.EQUAL_TO);
    }
    if (text.ranksByTime()) {
      var near = byMeaning(vector.get(), asked.limit());
      return new Found(near, near.size(), false);
    }
    int depth = Math.max(MERGED, asked.limit());
    // Its total is a lower bound anyhow: nothing is counted beyond what is ranked.
    var words = byWords(depth, depth);
    var near = byMeaning(vector.get(), depth);
    var hits = Ranking.byBoth(Ranking.byWords(words.scoreDocs), near, asked.limit());
    return new Found(hits, Math.max(hits.size(), words.totalHits.value()), false);
  }

  private List<Ranked> byMeaning(QueryVector vector, int limit) throws IOException {
    var search = new PassageSearch(searcher, resources.visibility(), layout);
    var filter = filter();
    boolean all = filter.clauses().isEmpty();
    return Ranking.byMeaning(search.nearest(vector, all ? null : visible(filter), limit));
  }

  private BooleanQuery filter() {
    var filter = new BooleanQuery.Builder();
    FilterQuery.addTo(filter, asked);
    text.addExclusionsTo(filter);
    return filter.build();
  }

  private Query visible(BooleanQuery filter) {
    var query = new BooleanQuery.Builder();
    query.add(new VisibleEvents(resources.visibility()), Occur.FILTER);
    filter.clauses().forEach(query::add);
    return query.build();
  }

  private TopDocs byWords(int limit, int counted) throws IOException {
    var query = new BooleanQuery.Builder();
    query.add(new VisibleEvents(resources.visibility()), Occur.FILTER);
    FilterQuery.addTo(query, asked);
    text.addTo(query);
    if (!text.ranksByTime()) {
      return searcher.search(query.build(), new TopScoreDocCollectorManager(limit, null, counted));
    }
    query.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    return searcher.search(
        query.build(), new TopFieldCollectorManager(NEWEST_FIRST, limit, null, counted));
  }
}
