package io.alluvium.sinks.lucene;

import io.alluvium.sinks.TierException;
import io.alluvium.sinks.search.FactSearch;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierHit;
import io.alluvium.sinks.search.TierQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** Asks all open shards as one index, and says which did not answer. */
final class ShardSearch {
  /** A question, how many shards it is for, and how many of them are open. */
  private record Asked(TierQuery query, int shards, int answering) {}

  private final Layout layout;
  private final LuceneResources resources;
  private final String tier;
  private final Map<Integer, LuceneShard> shards;
  private final Set<Integer> stored;

  /**
   * @param shards the open ones, as they come and go
   * @param stored those that are on disk, open or not
   */
  ShardSearch(
      Layout layout,
      LuceneResources resources,
      Map<Integer, LuceneShard> shards,
      Set<Integer> stored) {
    this.layout = layout;
    this.resources = resources;
    this.tier = layout.tier();
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

  /** Asks all shards there are. */
  TierAnswer search(TierQuery query) {
    return search(query, asked());
  }

  /** Asks some shards; that there is none with such a number is a failure of that one. */
  TierAnswer search(TierQuery query, Set<Integer> asked) {
    var views = new TreeMap<Integer, IndexReader>();
    var failures = new ArrayList<String>();
    try {
      acquire(asked, views, failures);
      try (var all = together(views)) {
        return answer(new Asked(query, asked.size(), views.size()), all, failures);
      }
    } catch (IOException | UncheckedIOException failure) {
      failures.add("tier " + tier + ": " + failure.getMessage());
      return new TierAnswer(List.of(), 0, false, asked.size(), 0, failures);
    } finally {
      views.values().forEach(ShardSearch::release);
    }
  }

  FactSearch.Answer facts(FactSearch.Query query) {
    var views = new TreeMap<Integer, IndexReader>();
    var failures = new ArrayList<String>();
    try {
      acquire(asked(), views, failures);
      try (var all = together(views)) {
        return new FactSearch.Answer(new FactSearcher(all, query, resources).find(), failures);
      }
    } catch (IOException | UncheckedIOException failure) {
      failures.add("tier " + tier + ": " + failure.getMessage());
      return new FactSearch.Answer(List.of(), failures);
    } finally {
      views.values().forEach(ShardSearch::release);
    }
  }

  /** Exact number of entities that have a current version which is not deleted. */
  long entities() {
    var views = new TreeMap<Integer, IndexReader>();
    try {
      acquire(asked(), views, new ArrayList<>());
      try (var all = together(views)) {
        return new IndexSearcher(all).count(new VisibleEvents(resources.visibility()));
      }
    } catch (IOException failure) {
      throw new TierException("The entities of tier " + tier + " cannot be counted", failure);
    } finally {
      views.values().forEach(ShardSearch::release);
    }
  }

  /** Those of these entities that have a current version, deleted or not. */
  Set<String> known(Collection<String> entityKeys) {
    var views = new TreeMap<Integer, IndexReader>();
    try {
      acquire(asked(), views, new ArrayList<>());
      var all = new MultiReader(views.values().toArray(IndexReader[]::new), false);
      var searcher = new IndexSearcher(all);
      var known = new HashSet<String>();
      for (var key : Set.copyOf(entityKeys)) {
        if (searcher.count(current(key)) > 0) {
          known.add(key);
        }
      }
      return known;
    } catch (IOException failure) {
      throw new TierException("The entities of tier " + tier + " cannot be looked up", failure);
    } finally {
      views.values().forEach(ShardSearch::release);
    }
  }

  private static Query current(String entityKey) {
    return new BooleanQuery.Builder()
        .add(new TermQuery(new Term(EventDocument.ENTITY_KEY, entityKey)), Occur.FILTER)
        .add(NumericDocValuesField.newSlowExactQuery(EventDocument.CURRENT, 1), Occur.FILTER)
        .build();
  }

  private Set<Integer> asked() {
    var asked = new TreeSet<>(stored);
    asked.addAll(shards.keySet());
    return asked;
  }

  private void acquire(Set<Integer> asked, Map<Integer, IndexReader> views, List<String> failures)
      throws IOException {
    for (int number : asked) {
      var shard = shards.get(number);
      var view = shard == null ? null : shard.acquire();
      if (view == null) {
        failures.add("shard " + number + " of tier " + tier + " is not open");
      } else {
        views.put(number, view);
      }
    }
  }

  /** One view of all. It holds each of them until it is closed, or their files would never go. */
  private static MultiReader together(Map<Integer, IndexReader> views) throws IOException {
    return new MultiReader(views.values().toArray(IndexReader[]::new), false);
  }

  private TierAnswer answer(Asked asked, IndexReader all, List<String> failures)
      throws IOException {
    var searcher = new TierSearcher(all, asked.query(), layout, resources);
    var found = searcher.find();
    if (searcher.timedOut()) {
      failures.add(
          "tier " + tier + " did not finish within " + TierSearcher.TIMEOUT_MILLIS + " ms");
    }
    var reader = searcher.hits();
    var hits = new ArrayList<TierHit>(found.hits().size());
    for (var hit : found.hits()) {
      hits.add(reader.read(hit));
    }
    boolean exact = found.exact() && !searcher.timedOut();
    return new TierAnswer(hits, found.total(), exact, asked.shards(), asked.answering(), failures);
  }

  private static void release(IndexReader view) {
    try {
      LuceneShard.release(view);
    } catch (IOException failure) {
      throw new UncheckedIOException("A view of a shard could not be given back", failure);
    }
  }
}
