package io.alluvium.sinks.lucene;

import io.alluvium.sinks.TierException;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierHit;
import io.alluvium.sinks.search.TierQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.QueryTimeoutImpl;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.TotalHits;

/** Asks all open shards as one index, and says which did not answer. */
final class ShardSearch {
  /** Counting stops here; the answer then says that the total is a lower bound. */
  private static final int COUNTED = 10_000;

  /** Nobody waits longer; the answer then says that it is not complete. */
  private static final long TIMEOUT_MILLIS = 10_000;

  private static final Sort NEWEST_FIRST =
      new Sort(
          LongField.newSortField(EventDocument.OCCURRED_AT, true, SortedNumericSelector.Type.MAX),
          SortField.FIELD_DOC);

  private final String tier;
  private final Map<Integer, HotShard> shards;
  private final Set<Integer> stored;

  /**
   * @param shards the open ones, as they come and go
   * @param stored those that are on disk, open or not
   */
  ShardSearch(String tier, Map<Integer, HotShard> shards, Set<Integer> stored) {
    this.tier = tier;
    this.shards = shards;
    this.stored = stored;
  }

  /** The shards that exist below a directory. */
  static Set<Integer> stored(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Set.of();
    }
    try (var entries = Files.list(directory)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("\\d{1,9}"))
          .map(Integer::valueOf)
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException | UncheckedIOException failure) {
      throw new TierException("Shards below " + directory + " cannot be listed", failure);
    }
  }

  TierAnswer search(TierQuery query) {
    var views = new TreeMap<Integer, IndexReader>();
    var failures = new ArrayList<String>();
    try {
      acquire(views, failures);
      return answer(query, views, failures);
    } catch (IOException | UncheckedIOException failure) {
      failures.add("tier " + tier + ": " + failure.getMessage());
      return new TierAnswer(List.of(), 0, false, asked().size(), 0, failures);
    } finally {
      views.values().forEach(ShardSearch::release);
    }
  }

  /** Exact number of entities that have a current version which is not deleted. */
  long entities() {
    var views = new TreeMap<Integer, IndexReader>();
    try {
      acquire(views, new ArrayList<>());
      var all = new MultiReader(views.values().toArray(IndexReader[]::new), false);
      var query = new BooleanQuery.Builder();
      FilterQuery.addCurrent(query);
      return new IndexSearcher(all).count(query.build());
    } catch (IOException failure) {
      throw new TierException("The entities of tier " + tier + " cannot be counted", failure);
    } finally {
      views.values().forEach(ShardSearch::release);
    }
  }

  private Set<Integer> asked() {
    var asked = new TreeSet<>(stored);
    asked.addAll(shards.keySet());
    return asked;
  }

  private void acquire(Map<Integer, IndexReader> views, List<String> failures) throws IOException {
    for (int number : asked()) {
      var shard = shards.get(number);
      var view = shard == null ? null : shard.acquire();
      if (view == null) {
        failures.add("shard " + number + " of tier " + tier + " is not open");
      } else {
        views.put(number, view);
      }
    }
  }

  private TierAnswer answer(TierQuery query, Map<Integer, IndexReader> views, List<String> failures)
      throws IOException {
    var all = new MultiReader(views.values().toArray(IndexReader[]::new), false);
    var searcher = new IndexSearcher(all);
    searcher.setTimeout(new QueryTimeoutImpl(TIMEOUT_MILLIS));
    var text = new TextQuery(query.text(), new ClauseQuery(all), all.maxDoc());
    var found = find(searcher, query, text);
    if (searcher.timedOut()) {
      failures.add("tier " + tier + " did not finish within " + TIMEOUT_MILLIS + " ms");
    }
    var reader = new HitReader(tier, searcher, text);
    var hits = new ArrayList<TierHit>(found.scoreDocs.length);
    for (var hit : found.scoreDocs) {
      hits.add(reader.read(hit));
    }
    boolean exact =
        found.totalHits.relation() == TotalHits.Relation.EQUAL_TO && !searcher.timedOut();
    int asked = asked().size();
    return new TierAnswer(hits, found.totalHits.value(), exact, asked, views.size(), failures);
  }

  private static TopDocs find(IndexSearcher searcher, TierQuery asked, TextQuery text)
      throws IOException {
    var query = new BooleanQuery.Builder();
    FilterQuery.addTo(query, asked);
    text.addTo(query);
    if (!text.ranksByTime()) {
      return searcher.search(
          query.build(), new TopScoreDocCollectorManager(asked.limit(), null, COUNTED));
    }
    query.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    return searcher.search(
        query.build(), new TopFieldCollectorManager(NEWEST_FIRST, asked.limit(), null, COUNTED));
  }

  private static void release(IndexReader view) {
    try {
      HotShard.release(view);
    } catch (IOException failure) {
      throw new UncheckedIOException("A view of a shard could not be given back", failure);
    }
  }
}
