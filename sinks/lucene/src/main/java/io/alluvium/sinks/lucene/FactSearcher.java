package io.alluvium.sinks.lucene;

import io.alluvium.schemas.Link;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.Summary;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.FactSearch.Fact;
import io.alluvium.sinks.search.FactSearch.Query;
import io.alluvium.sinks.search.TierQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BytesRef;

/** Answers one question for facts from one view of all shards. */
final class FactSearcher {
  private static final Set<TierTopic> EDGES =
      EnumSet.of(TierTopic.LINKS, TierTopic.NEAR_DUPLICATES);

  /** Facts that may not be seen are left out after they were found: so many times more are. */
  private static final int MORE = 4;

  private static final int MOST = 100_000;

  private static final Sort NEWEST_FIRST =
      new Sort(new SortField(FactDocument.APPENDED_AT, SortField.Type.LONG, true));

  private final LuceneResources resources;
  private final IndexSearcher searcher;
  private final FactSchemas.Reader schemas;
  private final Query asked;

  FactSearcher(IndexReader view, Query asked, LuceneResources resources) {
    this.resources = resources;
    this.searcher = new IndexSearcher(view, resources.searches());
    this.schemas = new FactSchemas.Reader(searcher);
    this.asked = asked;
  }

  /** The facts that answer and may be seen. */
  List<Fact> find() throws IOException {
    int most = asked.limit();
    while (true) {
      var found = search(most).scoreDocs;
      var facts = new ArrayList<Fact>();
      for (var hit : found) {
        var fact = read(hit);
        if (facts.size() < asked.limit() && maySee(fact)) {
          facts.add(fact);
        }
      }
      if (facts.size() == asked.limit() || found.length < most || most >= MOST) {
        return facts;
      }
      most = Math.min(MOST, most * MORE);
    }
  }

  private TopDocs search(int most) throws IOException {
    var query = new BooleanQuery.Builder();
    var topics = asked.topics().stream().map(topic -> new BytesRef(topic.name())).toList();
    query.add(new TermInSetQuery(FactDocument.TOPIC, topics), Occur.FILTER);
    asked
        .about()
        .ifPresent(
            key -> query.add(new TermQuery(new Term(FactDocument.ABOUT, key)), Occur.FILTER));
    var words = IdentifierAnalyzer.PARTS.terms(asked.text()).stream().distinct().toList();
    if (words.isEmpty()) {
      return searcher.search(query.build(), most, NEWEST_FIRST);
    }
    var any = new BooleanQuery.Builder();
    words.stream()
        .limit(IndexSearcher.getMaxClauseCount() / 2)
        .forEach(word -> any.add(new TermQuery(new Term(FactDocument.TEXT, word)), Occur.SHOULD));
    query.add(any.build(), Occur.MUST);
    return searcher.search(query.build(), most);
  }

  private Fact read(ScoreDoc hit) throws IOException {
    var document = searcher.storedFields().document(hit.doc);
    var topic = TierTopic.valueOf(document.get(FactDocument.TOPIC));
    var value = document.getBinaryValue(FactDocument.VALUE);
    if (value == null) {
      throw new CorruptIndexException("fact " + hit.doc + " lacks its value", "shard");
    }
    var written = schemas.schema(fingerprint(document));
    return new Fact(
        topic,
        document.get(FactDocument.KEY),
        FactCodec.decode(value, written, schema(topic)),
        Float.isNaN(hit.score) ? 0 : hit.score);
  }

  private static long fingerprint(Document document) {
    return document.getField(FactSchemas.SCHEMA).numericValue().longValue();
  }

  private static Schema schema(TierTopic topic) {
    return switch (topic) {
      case SIGHTINGS -> Sighting.getClassSchema();
      case LINKS -> Link.getClassSchema();
      case NEAR_DUPLICATES -> NearDuplicate.getClassSchema();
      case SUMMARIES -> Summary.getClassSchema();
      case EVENTS, ENRICHED -> throw new IllegalArgumentException(topic + " has no facts");
    };
  }

  private boolean maySee(Fact fact) throws IOException {
    if (asked.access().equals(Access.ALL)) {
      return true;
    }
    var source = allowed(asked.access().sources());
    var scope = allowed(asked.access().scopes());
    return switch (fact.value()) {
      case Sighting sighting ->
          source.test(sighting.getSource()) && scope.test(sighting.getScope());
      case Summary summary ->
          allMatch(summary.getSources(), source) && allMatch(summary.getScopes(), scope);
      default -> EDGES.contains(fact.topic()) && maySee(about(fact));
    };
  }

  /** What does not say where it comes from is for nobody who may not see everything. */
  private static boolean allMatch(List<String> values, Predicate<String> allowed) {
    return !values.isEmpty() && values.stream().allMatch(allowed);
  }

  private static String about(Fact fact) {
    return fact.value() instanceof Link link
        ? link.getEntityKey()
        : ((NearDuplicate) fact.value()).getEntityKey();
  }

  private boolean maySee(String entityKey) throws IOException {
    var filter = TierQuery.Filter.ALL.of(entityKey);
    var query = new BooleanQuery.Builder();
    query.add(new VisibleEvents(resources.visibility()), Occur.FILTER);
    FilterQuery.addTo(query, new TierQuery("", filter, asked.access(), 1));
    return searcher.count(query.build()) > 0;
  }

  private static Predicate<String> allowed(Set<String> patterns) {
    return patterns.stream()
        .map(pattern ->
            Pattern.compile(
                List.of(pattern.split("\\*", -1)).stream()
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*")),
                Pattern.DOTALL))
        .map(Pattern::asMatchPredicate)
        .reduce(nothing -> false, Predicate::or);
  }
}
