package io.alluvium.sinks.lucene;

import io.alluvium.sinks.search.Marked;
import io.alluvium.sinks.search.TierHit;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;

/** Reads what an answer shows of a document, and marks where it matched. */
final class HitReader {
  /** Places looked at in one text: enough for a good snippet, bounded on a text full of them. */
  private static final int MOST_PLACES = 1_000;

  private final String tier;
  private final IndexSearcher searcher;
  private final Weight titleMarks;
  private final Weight textMarks;
  private final Weight partMarks;

  HitReader(String tier, IndexSearcher searcher, TextQuery query) throws IOException {
    this.tier = tier;
    this.searcher = searcher;
    this.titleMarks = weight(query.marks(EventDocument.TITLE));
    this.textMarks = weight(query.marks(EventDocument.TEXT));
    this.partMarks = weight(query.partMarks(EventDocument.TEXT));
  }

  private Weight weight(Query marks) throws IOException {
    return searcher.createWeight(searcher.rewrite(marks), ScoreMode.COMPLETE_NO_SCORES, 1);
  }

  /** The hit for a document that was found. */
  TierHit read(ScoreDoc found) throws IOException {
    var document = searcher.storedFields().document(found.doc);
    var leaves = searcher.getIndexReader().leaves();
    var leaf = leaves.get(ReaderUtil.subIndex(found.doc, leaves));
    return new TierHit(
        tier,
        document.get(EventDocument.ID),
        number(document, EventDocument.REVISION),
        document.get(EventDocument.ENTITY_KEY),
        origin(document),
        instant(document, EventDocument.OCCURRED_AT),
        instant(document, EventDocument.INGESTED_AT),
        title(document, leaf, found.doc - leaf.docBase),
        snippet(document, leaf, found.doc - leaf.docBase),
        Float.isNaN(found.score) ? 0 : found.score,
        Optional.ofNullable(document.get(EventDocument.LANGUAGE)));
  }

  private static TierHit.Origin origin(Document document) {
    return new TierHit.Origin(
        document.get(EventDocument.SOURCE),
        document.get(EventDocument.KIND),
        document.get(EventDocument.TYPE),
        document.get(EventDocument.SCOPE),
        Optional.ofNullable(document.get(EventDocument.ACTOR_NAME)),
        Optional.ofNullable(document.get(EventDocument.URL)),
        Optional.ofNullable(document.get(EventDocument.THREAD_KEY)));
  }

  private Marked title(Document document, LeafReaderContext leaf, int doc) throws IOException {
    var title = document.get(EventDocument.TITLE);
    return title == null
        ? Marked.EMPTY
        : Snippets.whole(title, places(titleMarks, EventDocument.TITLE, leaf, doc));
  }

  private Marked snippet(Document document, LeafReaderContext leaf, int doc) throws IOException {
    var text = document.get(EventDocument.TEXT);
    if (text == null) {
      return Marked.EMPTY;
    }
    var places = places(textMarks, EventDocument.TEXT, leaf, doc);
    return Snippets.best(
        text, places.isEmpty() ? places(partMarks, EventDocument.TEXT, leaf, doc) : places);
  }

  private static List<Snippets.Place> places(
      Weight marks, String field, LeafReaderContext leaf, int doc) throws IOException {
    var places = new ArrayList<Snippets.Place>();
    var matches = marks.matches(leaf, doc);
    var each = matches == null ? null : matches.getMatches(field);
    while (each != null && places.size() < MOST_PLACES && each.next()) {
      if (each.startOffset() >= 0 && each.endOffset() > each.startOffset()) {
        places.add(new Snippets.Place(each.startOffset(), each.endOffset(), each.getQuery()));
      }
    }
    places.sort(Comparator.comparingInt(Snippets.Place::start));
    return places;
  }

  private static Instant instant(Document document, String field) {
    return Instant.EPOCH.plus(number(document, field), ChronoUnit.MICROS);
  }

  private static long number(Document document, String field) {
    return document.getField(field).numericValue().longValue();
  }
}
