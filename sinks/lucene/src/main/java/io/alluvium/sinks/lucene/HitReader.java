package io.alluvium.sinks.lucene;

import io.alluvium.sinks.search.Marked;
import io.alluvium.sinks.search.TierHit;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;

/** Reads what an answer shows of a document, and marks where it matched. */
final class HitReader {
  private final Layout layout;
  private final IndexSearcher searcher;
  private final Marking marking;

  HitReader(Layout layout, IndexSearcher searcher, TextQuery query) throws IOException {
    this.layout = layout;
    this.searcher = searcher;
    this.marking = new Marking(layout, searcher, query);
  }

  /** The hit for a document that was found. */
  TierHit read(Ranking.Ranked found) throws IOException {
    var document = searcher.storedFields().document(found.document());
    var leaves = searcher.getIndexReader().leaves();
    var leaf = leaves.get(ReaderUtil.subIndex(found.document(), leaves));
    int doc = found.document() - leaf.docBase;
    var reader = leaf.reader();
    return new TierHit(
        layout.tier(),
        hash(reader, doc),
        number(reader, EventDocument.REVISION, doc),
        document.get(EventDocument.ENTITY_KEY),
        origin(document, reader, doc),
        instant(reader, EventDocument.OCCURRED_AT, doc),
        instant(reader, EventDocument.INGESTED_AT, doc),
        title(document, leaf, doc),
        snippet(document, leaf, found),
        layout.snippetOf(),
        found.score(),
        found.match(),
        keyword(reader, EventDocument.LANGUAGE, doc));
  }

  private static TierHit.Origin origin(Document document, LeafReader leaf, int doc)
      throws IOException {
    return new TierHit.Origin(
        keyword(leaf, EventDocument.SOURCE, doc).orElse(""),
        keyword(leaf, EventDocument.KIND, doc).orElse(""),
        keyword(leaf, EventDocument.TYPE, doc).orElse(""),
        keyword(leaf, EventDocument.SCOPE, doc).orElse(""),
        Optional.ofNullable(document.get(EventDocument.ACTOR_NAME)),
        Optional.ofNullable(document.get(EventDocument.URL)),
        keyword(leaf, EventDocument.THREAD_KEY, doc));
  }

  private Marked title(Document document, LeafReaderContext leaf, int doc) throws IOException {
    var title = document.get(EventDocument.TITLE);
    return title == null ? Marked.EMPTY : Snippets.whole(title, marking.inTitle(title, leaf, doc));
  }

  private Marked snippet(Document document, LeafReaderContext leaf, Ranking.Ranked found)
      throws IOException {
    var shown = layout.keepsText() ? EventDocument.TEXT : EventDocument.SUMMARY;
    var text = document.get(shown);
    if (text == null) {
      return Marked.EMPTY;
    }
    // A passage's place is one of the text, not of a summary.
    int passage =
        layout.keepsText() ? found.match().passage().map(TierHit.Passage::start).orElse(0) : 0;
    var places = marking.inText(text, leaf, found.document() - leaf.docBase);
    return Snippets.best(text, places, Math.clamp(passage, 0, text.length()));
  }

  private static Optional<String> keyword(LeafReader leaf, String field, int doc)
      throws IOException {
    var values = DocValues.getSortedSet(leaf, field);
    return values.advanceExact(doc)
        ? Optional.of(values.lookupOrd(values.nextOrd()).utf8ToString())
        : Optional.empty();
  }

  private static String hash(LeafReader leaf, int doc) throws IOException {
    var values = DocValues.getBinary(leaf, EventDocument.HASH);
    if (!values.advanceExact(doc)) {
      throw new CorruptIndexException("document " + doc + " lacks its hash", "shard");
    }
    return Records.hash(values.binaryValue());
  }

  private static Instant instant(LeafReader leaf, String field, int doc) throws IOException {
    return Instant.EPOCH.plus(number(leaf, field, doc), ChronoUnit.MICROS);
  }

  private static long number(LeafReader leaf, String field, int doc) throws IOException {
    var values = DocValues.getSortedNumeric(leaf, field);
    if (!values.advanceExact(doc)) {
      throw new CorruptIndexException("document " + doc + " lacks its " + field, "shard");
    }
    return values.nextValue();
  }
}
