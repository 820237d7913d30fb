package io.alluvium.sinks.lucene;

import io.alluvium.sinks.TierRecord.Fact;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;

/** The facts of a shard: of each key the one with the highest offset, asked from its own index. */
final class Facts {
  private static final long NONE = -1;

  private final IndexWriter writer;
  private final Layout layout;
  private final FactSchemas schemas = new FactSchemas();
  private final Map<BytesRef, Long> unseen = new HashMap<>();
  private DirectoryReader reader;

  Facts(IndexWriter writer, Layout layout, DirectoryReader reader) {
    this.writer = writer;
    this.layout = layout;
    this.reader = reader;
  }

  /** Takes a reader that sees everything applied so far. */
  void refreshed(DirectoryReader fresh) {
    reader = fresh;
    unseen.clear();
  }

  /** Facts applied since the last refresh. */
  int unseen() {
    return unseen.size();
  }

  /** Applies a fact unless a newer one of its key is there. */
  void apply(Fact fact) throws IOException {
    FactDocument.requireIndexable(fact);
    var id = FactDocument.id(fact);
    if (fact.offset() <= stored(id)) {
      return;
    }
    var value = fact.value();
    var encoded = value == null ? new BytesRef() : FactCodec.encode(value);
    var document = FactDocument.of(fact, encoded, layout);
    if (value != null) {
      schemas.keep(value.getSchema(), writer);
      document.add(new StoredField(FactSchemas.SCHEMA, FactCodec.fingerprint(value.getSchema())));
    }
    writer.updateDocument(id, document);
    unseen.put(id.bytes(), fact.offset());
  }

  private long stored(Term id) throws IOException {
    Long applied = unseen.get(id.bytes());
    if (applied != null) {
      return applied;
    }
    for (var context : reader.leaves()) {
      var leaf = context.reader();
      var live = leaf.getLiveDocs();
      var found = leaf.postings(id, PostingsEnum.NONE);
      var offsets = leaf.getNumericDocValues(FactDocument.OFFSET);
      if (found != null && offsets != null) {
        for (int doc = found.nextDoc();
            doc != DocIdSetIterator.NO_MORE_DOCS;
            doc = found.nextDoc()) {
          if ((live == null || live.get(doc)) && offsets.advanceExact(doc)) {
            return offsets.longValue();
          }
        }
      }
    }
    return NONE;
  }
}
