package io.alluvium.sinks.lucene;

import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.Facet;
import io.alluvium.sinks.search.TierQuery;
import java.util.Collection;
import java.util.Set;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.BytesRef;

/** Which of the visible events may answer: those filtered for, and allowed. */
final class FilterQuery {
  private FilterQuery() {}

  /** Adds what a question's filter and its asker's access demand. */
  static void addTo(BooleanQuery.Builder query, TierQuery asked) {
    addFilter(query, asked.filter());
    addPatterns(query, EventDocument.SOURCE, asked.access().sources());
    addPatterns(query, EventDocument.SCOPE, asked.access().scopes());
  }

  /** The field that holds a property. */
  static String field(Facet facet) {
    return switch (facet) {
      case SOURCE -> EventDocument.SOURCE;
      case KIND -> EventDocument.KIND;
      case TYPE -> EventDocument.TYPE;
      case SCOPE -> EventDocument.SCOPE;
      case ACTOR -> EventDocument.ACTOR;
      case THREAD -> EventDocument.THREAD_KEY;
      case VISIBILITY -> EventDocument.VISIBILITY;
      case LANGUAGE -> EventDocument.LANGUAGE;
      case TONE -> EventDocument.TONE;
      case TOPIC -> EventDocument.TOPIC;
      case ENTITY -> EventDocument.ENTITY;
    };
  }

  private static void addFilter(BooleanQuery.Builder query, TierQuery.Filter filter) {
    filter.anyOf().forEach((facet, values) -> addSet(query, field(facet), values));
    filter
        .entityKey()
        .ifPresent(
            key -> query.add(new TermQuery(new Term(EventDocument.ENTITY_KEY, key)), Occur.FILTER));
    if (filter.since().isPresent() || filter.until().isPresent()) {
      long from = filter.since().map(EventDocument::micros).orElse(Long.MIN_VALUE);
      long to = filter.until().map(until -> EventDocument.micros(until) - 1).orElse(Long.MAX_VALUE);
      query.add(LongField.newRangeQuery(EventDocument.OCCURRED_AT, from, to), Occur.FILTER);
    }
    filter
        .ingestedBefore()
        .ifPresent(latest -> query.add(SliceReader.before(latest), Occur.FILTER));
  }

  private static void addSet(BooleanQuery.Builder query, String field, Collection<String> values) {
    if (!values.isEmpty()) {
      var terms = values.stream().map(BytesRef::new).toList();
      query.add(new TermInSetQuery(field, terms), Occur.FILTER);
    }
  }

  private static void addPatterns(BooleanQuery.Builder query, String field, Set<String> patterns) {
    if (patterns.contains(Access.ANY)) {
      return;
    }
    if (patterns.isEmpty()) {
      query.add(new MatchNoDocsQuery("No " + field + " is allowed"), Occur.FILTER);
      return;
    }
    var any = new BooleanQuery.Builder();
    patterns.forEach(pattern -> any.add(pattern(field, pattern), Occur.SHOULD));
    query.add(any.build(), Occur.FILTER);
  }

  private static Query pattern(String field, String pattern) {
    if (!pattern.contains(Access.ANY)) {
      return new TermQuery(new Term(field, pattern));
    }
    // Only the star is special to us; Lucene's other two are not.
    var escaped = pattern.replace("\\", "\\\\").replace("?", "\\?");
    return new WildcardQuery(new Term(field, escaped));
  }
}
