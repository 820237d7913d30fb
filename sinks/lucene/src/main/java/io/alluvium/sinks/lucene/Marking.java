package io.alluvium.sinks.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.memory.MemoryIndex;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;

/**
 * Tells where a question matches in what a hit shows. In a text from the index, which has the
 * offset of every word; in what the index does not have, by cutting it into words again.
 */
final class Marking {
  /** Places looked at in one text: enough for a good snippet, bounded on a text full of them. */
  private static final int MOST_PLACES = 1_000;

  private final TextQuery query;
  private final boolean indexed;
  private final Weight titleMarks;
  private final Weight textMarks;
  private final Weight partMarks;

  Marking(Layout layout, IndexSearcher searcher, TextQuery query) throws IOException {
    this.query = query;
    this.indexed = layout.keepsText();
    this.titleMarks = weight(searcher, query.marks(EventDocument.TITLE));
    this.textMarks = weight(searcher, query.marks(EventDocument.TEXT));
    this.partMarks = weight(searcher, query.partMarks(EventDocument.TEXT));
  }

  /** Places in a title. */
  List<Snippets.Place> inTitle(String title, LeafReaderContext leaf, int doc) throws IOException {
    return indexed
        ? places(titleMarks, EventDocument.TITLE, leaf, doc)
        : again(EventDocument.TITLE, title, query.marks(EventDocument.TITLE));
  }

  /** Places in a text, or, where nothing stands as it was asked, of its parts. */
  List<Snippets.Place> inText(String text, LeafReaderContext leaf, int doc) throws IOException {
    var places =
        indexed
            ? places(textMarks, EventDocument.TEXT, leaf, doc)
            : again(EventDocument.TEXT, text, query.marks(EventDocument.TEXT));
    if (!places.isEmpty()) {
      return places;
    }
    return indexed
        ? places(partMarks, EventDocument.TEXT, leaf, doc)
        : again(EventDocument.TEXT, text, query.partMarks(EventDocument.TEXT));
  }

  private static Weight weight(IndexSearcher searcher, Query marks) throws IOException {
    return searcher.createWeight(searcher.rewrite(marks), ScoreMode.COMPLETE_NO_SCORES, 1);
  }

  private static List<Snippets.Place> again(String field, String text, Query marks)
      throws IOException {
    var index = new MemoryIndex(true);
    index.addField(field, text, IdentifierAnalyzer.INDEX);
    var searcher = index.createSearcher();
    var leaf = searcher.getIndexReader().leaves().getFirst();
    return places(weight(searcher, marks), field, leaf, 0);
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
}
