package io.alluvium.sinks.lucene;

import io.alluvium.sinks.search.QueryVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.jspecify.annotations.Nullable;

/**
 * Finds the events whose passages are nearest to a vector. Looks for more passages than events are
 * wanted: a graph finds its nearest only among enough candidates, several may be of one event, and
 * of those in 8 bits the order is made again with the question's own numbers.
 */
final class PassageSearch {
  /**
   * An event and its nearest passage.
   *
   * @param event number of its document
   * @param start where the passage begins in the text
   * @param end where it ends
   * @param score dot product with the question, -1 to 1
   */
  record Near(int event, int start, int end, float score) {}

  /** Candidates for one event wanted. */
  private static final int OVERSAMPLING = 3;

  private static final int MOST_CANDIDATES = 20_000;

  private final IndexSearcher searcher;
  private final Visibility visibility;
  private final Layout layout;

  PassageSearch(IndexSearcher searcher, Visibility visibility, Layout layout) {
    this.searcher = searcher;
    this.visibility = visibility;
    this.layout = layout;
  }

  /**
   * The nearest events, best first.
   *
   * @param filter which events may answer; null for all visible ones
   */
  List<Near> nearest(QueryVector asked, @Nullable Query filter, int limit) throws IOException {
    var vector = asked.numbers();
    var field = PassageVectors.field(asked.model());
    int candidates =
        Math.min(MOST_CANDIDATES, Math.max(layout.leastCandidates(), limit * OVERSAMPLING));
    while (true) {
      var query = query(field, vector, candidates, filter);
      var found = searcher.search(query, candidates).scoreDocs;
      var events = events(found, field, vector);
      if (events.size() >= limit || found.length < candidates || candidates >= MOST_CANDIDATES) {
        return events.subList(0, Math.min(limit, events.size()));
      }
      // Many passages of few events: look further.
      candidates = Math.min(MOST_CANDIDATES, candidates * 2);
    }
  }

  private Query query(String field, float[] vector, int candidates, @Nullable Query filter) {
    if (layout.quantises()) {
      var rounded = QuantisedVector.of(vector);
      return filter == null
          ? new NearestBytes(field, rounded, candidates, visibility)
          : new KnnByteVectorQuery(field, rounded, candidates, new PassagesOf(filter));
    }
    return filter == null
        ? new NearestFloats(field, vector, candidates, visibility)
        : new KnnFloatVectorQuery(field, vector, candidates, new PassagesOf(filter));
  }

  /** One hit per event, that of its nearest passage. */
  private List<Near> events(ScoreDoc[] passages, String field, float[] vector) throws IOException {
    Arrays.sort(passages, Comparator.comparingInt(passage -> passage.doc));
    var leaves = searcher.getIndexReader().leaves();
    var byEvent = new LinkedHashMap<Integer, Near>();
    int from = 0;
    for (var leaf : leaves) {
      int to = from;
      while (to < passages.length && passages[to].doc < leaf.docBase + leaf.reader().maxDoc()) {
        to++;
      }
      if (to > from) {
        var reader = new PassageReader(leaf.reader(), field, vector, layout);
        for (var passage : Arrays.asList(passages).subList(from, to)) {
          var near = near(reader, leaf, passage);
          byEvent.merge(near.event(), near, (a, b) -> b.score() > a.score() ? b : a);
        }
      }
      from = to;
    }
    var events = new ArrayList<>(byEvent.values());
    events.sort(Comparator.comparingDouble(Near::score).reversed().thenComparingInt(Near::event));
    return events;
  }

  private static Near near(PassageReader reader, LeafReaderContext leaf, ScoreDoc passage)
      throws IOException {
    var near = reader.read(passage.doc - leaf.docBase, passage.score);
    return new Near(leaf.docBase + near.event(), near.start(), near.end(), near.score());
  }
}
