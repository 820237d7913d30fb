package io.alluvium.sinks.lucene;

import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.Summary;
import io.alluvium.sinks.TierRecord.Fact;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/**
 * What a shard stores of a fact: the record itself as Avro, and what it is found by. Its fields are
 * not those of events, so that neither is found instead of the other. Of a fact that was taken back
 * its offset stays, lest an older state comes again.
 */
final class FactDocument {
  /** Names a topic and key: the only term by which the document is replaced. */
  static final String ID = "factId";

  /** Where the record lies in its partition: of one key the highest counts. */
  static final String OFFSET = "factOffset";

  static final String TOPIC = "factTopic";
  static final String ABOUT = "factAbout";
  static final String KEY = "factKey";
  static final String VALUE = "factValue";
  static final String APPENDED_AT = "factAppendedAt";
  static final String SOURCE = "factSource";
  static final String SCOPE = "factScope";
  static final String TEXT = "factText";

  /** So much of the hash is enough to tell keys apart. */
  private static final int ID_BYTES = 16;

  private FactDocument() {}

  /** The term that names a fact. */
  static Term id(Fact fact) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      var name = fact.topic().name() + '\0' + fact.key();
      var hash = sha256.digest(name.getBytes(StandardCharsets.UTF_8));
      return new Term(ID, new BytesRef(Arrays.copyOf(hash, ID_BYTES)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }

  /**
   * Projects a fact onto its document.
   *
   * @param encoded its value as {@link FactCodec} writes it
   */
  static Document of(Fact fact, BytesRef encoded, Layout layout) {
    var document = taken(fact);
    var value = fact.value();
    if (value == null) {
      return document;
    }
    document.add(new StringField(TOPIC, fact.topic().name(), Field.Store.YES));
    document.add(new StringField(ABOUT, fact.about(), Field.Store.NO));
    document.add(new StoredField(KEY, fact.key()));
    document.add(new StoredField(VALUE, encoded));
    document.add(new NumericDocValuesField(APPENDED_AT, fact.appendedAt().toEpochMilli()));
    keywords(value, document);
    if (value instanceof Summary summary) {
      document.add(new Field(TEXT, summary.getText(), layout.fullText()));
    }
    return document;
  }

  private static Document taken(Fact fact) {
    var document = new Document();
    document.add(new StringField(ID, id(fact).bytes(), Field.Store.NO));
    document.add(new NumericDocValuesField(OFFSET, fact.offset()));
    return document;
  }

  private static void keywords(SpecificRecord value, Document document) {
    switch (value) {
      case Sighting sighting -> {
        add(document, SOURCE, List.of(sighting.getSource()));
        add(document, SCOPE, List.of(sighting.getScope()));
      }
      case Summary summary -> {
        add(document, SOURCE, summary.getSources());
        add(document, SCOPE, summary.getScopes());
      }
      default -> {
        // Edges are judged by the entities at their ends.
      }
    }
  }

  private static void add(Document document, String field, List<String> values) {
    values.stream()
        .distinct()
        .forEach(
            value -> document.add(new KeywordField(field, new BytesRef(value), Field.Store.NO)));
  }

  /**
   * Refuses a fact that Lucene would.
   *
   * @throws IllegalArgumentException naming the field
   */
  static void requireIndexable(Fact fact) {
    Records.requireTerm(ABOUT, fact.about());
    switch (fact.value()) {
      case Sighting sighting -> {
        Records.requireTerm(SOURCE, sighting.getSource());
        Records.requireTerm(SCOPE, sighting.getScope());
      }
      case Summary summary -> {
        summary.getSources().forEach(source -> Records.requireTerm(SOURCE, source));
        summary.getScopes().forEach(scope -> Records.requireTerm(SCOPE, scope));
      }
      case null, default -> {
        // Nothing else becomes a term.
      }
    }
  }
}
