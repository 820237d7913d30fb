package io.alluvium.sinks.lucene;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;

/**
 * The schemas with which a shard's facts were written, kept in the shard as documents: what an
 * older version of the product wrote can be read as long as it is there.
 */
final class FactSchemas {
  /** Fingerprint of a schema: on its document a term, on facts what they were written with. */
  static final String SCHEMA = "factSchema";

  private static final String WRITTEN = "schemaText";
  private static final String FINGERPRINT = "schemaId";

  private final Set<Long> stored = new HashSet<>();

  /** Sees to it that a shard has a schema, with the next commit at the latest. */
  void keep(Schema schema, IndexWriter writer) throws IOException {
    long fingerprint = FactCodec.fingerprint(schema);
    if (stored.add(fingerprint)) {
      var document = new Document();
      document.add(new StringField(FINGERPRINT, Long.toString(fingerprint), Field.Store.NO));
      document.add(new StoredField(WRITTEN, schema.toString()));
      writer.updateDocument(term(fingerprint), document);
    }
  }

  private static Term term(long fingerprint) {
    return new Term(FINGERPRINT, Long.toString(fingerprint));
  }

  /** Finds schemas in a view of shards. */
  static final class Reader {
    private final IndexSearcher searcher;
    private final Map<Long, Schema> found = new HashMap<>();

    Reader(IndexSearcher searcher) {
      this.searcher = searcher;
    }

    /**
     * The schema with a fingerprint.
     *
     * @throws CorruptIndexException if no shard has it
     */
    Schema schema(long fingerprint) throws IOException {
      var known = found.get(fingerprint);
      return known == null ? find(fingerprint) : known;
    }

    private Schema find(long fingerprint) throws IOException {
      var hits = searcher.search(new TermQuery(term(fingerprint)), 1).scoreDocs;
      if (hits.length == 0) {
        throw new CorruptIndexException("schema " + fingerprint + " is not kept", "shard");
      }
      var text = searcher.storedFields().document(hits[0].doc).get(WRITTEN);
      var schema = new Schema.Parser().parse(text);
      found.put(fingerprint, schema);
      return schema;
    }
  }
}
