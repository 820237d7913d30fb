package io.alluvium.sinks.lucene;

import io.alluvium.schemas.Event;
import io.alluvium.sinks.TierRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.UnicodeUtil;

/**
 * What a shard stores of one event, field by field. The names are stored data: a change needs a new
 * {@link ShardFormat}.
 */
final class EventDocument {
  /** Content hash: the only term by which a document is replaced or deleted. */
  static final String ID = "id";

  static final String ENTITY_KEY = "entityKey";
  static final String REVISION = "revision";

  /** Highest revision at which this content was stamped current; {@link #NEVER} if at none. */
  static final String CURRENT_REVISION = "currentRevision";

  /** Rank of the enrichment, -1 for a bare record. */
  static final String ENRICHMENT_VERSION = "enrichmentVersion";

  /** 1 on the entity's current version, 0 on all others; updated in place when superseded. */
  static final String CURRENT = "current";

  /** Present with the value {@link #YES} on tombstones. */
  static final String DELETED = "deleted";

  static final String SOURCE = "source";
  static final String KIND = "kind";
  static final String TYPE = "type";
  static final String SCOPE = "scope";
  static final String ACTOR = "actor";
  static final String ACTOR_NAME = "actorName";
  static final String LANGUAGE = "language";
  static final String VISIBILITY = "visibility";
  static final String THREAD_KEY = "threadKey";
  static final String URL = "url";
  static final String OCCURRED_AT = "occurredAt";
  static final String INGESTED_AT = "ingestedAt";
  static final String TITLE = "title";
  static final String TEXT = "text";

  static final String YES = "true";
  static final long NEVER = -1;

  private static final FieldType FULL_TEXT = fullText();

  private EventDocument() {}

  /** The term that names a content. */
  static Term id(String contentHash) {
    return new Term(ID, contentHash);
  }

  /** Microseconds since 1970, as every time is stored. */
  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /**
   * Refuses a record that has a keyword longer than an index term may be.
   *
   * @throws IllegalArgumentException naming the field
   */
  static void requireIndexable(TierRecord.Version record) {
    var event = record.event();
    requireTerm(ID, event.getContentHash());
    requireTerm(ENTITY_KEY, event.getEntityKey());
    requireTerm(SOURCE, event.getSource());
    requireTerm(KIND, event.getKind());
    requireTerm(TYPE, event.getType());
    requireTerm(SCOPE, event.getScope());
    requireTerm(VISIBILITY, event.getVisibility());
    event.getThreadKey().ifPresent(key -> requireTerm(THREAD_KEY, key));
    event.getActor().ifPresent(actor -> requireTerm(ACTOR, actor.getId()));
  }

  private static void requireTerm(String field, String value) {
    // A UTF-16 unit is at most three bytes of UTF-8: mostly there is nothing to count.
    if (value.length() > IndexWriter.MAX_TERM_LENGTH / 3
        && UnicodeUtil.calcUTF16toUTF8Length(value, 0, value.length())
            > IndexWriter.MAX_TERM_LENGTH) {
      throw new IllegalArgumentException(
          field
              + " is longer than "
              + IndexWriter.MAX_TERM_LENGTH
              + " bytes of UTF-8: '"
              + value.substring(0, 64)
              + "…'");
    }
  }

  /**
   * Projects a record onto a document.
   *
   * @param currentRevision highest revision at which this content was stamped current
   * @param current whether it is its entity's current version
   */
  static Document of(TierRecord.Version record, long currentRevision, boolean current) {
    var event = record.event();
    var document = new Document();
    document.add(new StringField(ID, event.getContentHash(), Field.Store.YES));
    document.add(new StringField(ENTITY_KEY, event.getEntityKey(), Field.Store.YES));
    document.add(new NumericDocValuesField(REVISION, event.getRevision()));
    document.add(new StoredField(REVISION, event.getRevision()));
    document.add(new NumericDocValuesField(CURRENT_REVISION, currentRevision));
    document.add(new NumericDocValuesField(ENRICHMENT_VERSION, record.enrichmentVersion()));
    document.add(new NumericDocValuesField(CURRENT, current ? 1 : 0));
    document.add(new LongField(OCCURRED_AT, micros(event.getOccurredAt()), Field.Store.YES));
    document.add(new LongField(INGESTED_AT, micros(event.getIngestedAt()), Field.Store.YES));
    addOrigin(document, event);
    if (event.getDeleted()) {
      document.add(new StringField(DELETED, YES, Field.Store.NO));
    } else {
      addContent(document, record);
    }
    return document;
  }

  private static void addOrigin(Document document, Event event) {
    addKeyword(document, SOURCE, event.getSource());
    addKeyword(document, KIND, event.getKind());
    addKeyword(document, TYPE, event.getType());
    addKeyword(document, SCOPE, event.getScope());
    addKeyword(document, VISIBILITY, event.getVisibility());
    event.getThreadKey().ifPresent(key -> addKeyword(document, THREAD_KEY, key));
    event.getUrl().ifPresent(url -> document.add(new StoredField(URL, url)));
    event
        .getActor()
        .ifPresent(actor -> {
          addKeyword(document, ACTOR, actor.getId());
          document.add(new StoredField(ACTOR_NAME, actor.getName().orElse(actor.getId())));
        });
  }

  private static void addContent(Document document, TierRecord.Version record) {
    var event = record.event();
    event.getTitle().ifPresent(title -> document.add(new Field(TITLE, title, FULL_TEXT)));
    event.getText().ifPresent(text -> document.add(new Field(TEXT, text, FULL_TEXT)));
    var enrichment = record.enrichment();
    if (enrichment != null) {
      enrichment.getLanguage().ifPresent(language -> addKeyword(document, LANGUAGE, language));
    }
  }

  private static void addKeyword(Document document, String field, String value) {
    document.add(new KeywordField(field, value, Field.Store.YES));
  }

  /** With positions for phrases and offsets for marks, so that nothing is analysed while asking. */
  private static FieldType fullText() {
    var type = new FieldType();
    type.setTokenized(true);
    type.setStored(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
    type.freeze();
    return type;
  }
}
