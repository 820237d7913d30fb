package io.alluvium.sinks.lucene;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.NamedEntity;
import io.alluvium.schemas.Passage;
import io.alluvium.sinks.TierRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.util.BytesRef;

/**
 * What a shard stores of one event, field by field: a block of documents, one for each passage that
 * has a vector, and after them the one of the event. An event of one passage, as most are, has that
 * vector itself. The names are stored data: a change needs a new {@link ShardFormat}.
 */
final class EventDocument {
  /** Content hash, as its bytes: the only term by which a block is replaced or deleted. */
  static final String ID = "id";

  /** Content hash again, to be read from a document: of the event only. */
  static final String HASH = "hash";

  static final String ENTITY_KEY = "entityKey";

  /** On the document of the event only, not on those of its passages. */
  static final String REVISION = "revision";

  /** Highest revision at which this content was stamped current; {@link #NEVER} if at none. */
  static final String CURRENT_REVISION = "currentRevision";

  /** Rank of the enrichment, -1 for a bare record. */
  static final String ENRICHMENT_VERSION = "enrichmentVersion";

  /**
   * 1 on the entity's current version and its passages, 0 on all others; updated in place when
   * superseded.
   */
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
  static final String TONE = "tone";
  static final String TOPIC = "topic";
  static final String ENTITY = "entity";
  static final String VISIBILITY = "visibility";
  static final String THREAD_KEY = "threadKey";
  static final String URL = "url";
  static final String OCCURRED_AT = "occurredAt";
  static final String INGESTED_AT = "ingestedAt";
  static final String TITLE = "title";
  static final String TEXT = "text";

  /** Stored instead of the text where a tier does not keep that. */
  static final String SUMMARY = "summary";

  /** Names by which the thing is called as a whole: {@link Identifiers}. */
  static final String IDENTIFIER = "identifier";

  /** How many passages stand before the document of an event. */
  static final String PASSAGES = "passages";

  /** How far after a passage its event stands; 0 where the event has the vector itself. */
  static final String TO_EVENT = "toEvent";

  static final String START = "start";
  static final String END = "end";

  static final String YES = "true";
  static final long NEVER = -1;

  private EventDocument() {}

  /** Microseconds since 1970, as every time is stored. */
  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** An entity as it is filtered by: type, a colon, name. */
  static String named(NamedEntity entity) {
    return entity.getType() + ":" + entity.getName();
  }

  /**
   * Projects a record onto its block.
   *
   * @param currentRevision highest revision at which this content was stamped current
   * @param current whether it is its entity's current version
   */
  static List<Document> of(
      TierRecord.Version record, long currentRevision, boolean current, Layout layout) {
    var block = new ArrayList<Document>();
    var document = event(record, currentRevision, layout);
    var enrichment = record.enrichment();
    if (enrichment != null && !record.event().getDeleted()) {
      addPassages(enrichment, document, block, layout);
    }
    document.add(new NumericDocValuesField(PASSAGES, block.size()));
    block.add(document);
    identify(block, record.event().getContentHash(), current);
    return block;
  }

  private static Document event(TierRecord.Version record, long currentRevision, Layout layout) {
    var event = record.event();
    var document = new Document();
    document.add(new StringField(ENTITY_KEY, event.getEntityKey(), Field.Store.YES));
    document.add(new NumericDocValuesField(REVISION, event.getRevision()));
    document.add(new NumericDocValuesField(CURRENT_REVISION, currentRevision));
    document.add(new NumericDocValuesField(ENRICHMENT_VERSION, record.enrichmentVersion()));
    document.add(new LongField(OCCURRED_AT, micros(event.getOccurredAt()), Field.Store.NO));
    document.add(new NumericDocValuesField(INGESTED_AT, micros(event.getIngestedAt())));
    addOrigin(document, event);
    if (event.getDeleted()) {
      document.add(new StringField(DELETED, YES, Field.Store.NO));
    } else {
      addContent(document, record, layout);
    }
    return document;
  }

  private static void addPassages(
      Enrichment enrichment, Document event, List<Document> before, Layout layout) {
    var passages = enrichment.getPassages();
    if (passages.size() == 1) {
      addPassage(event, 0, passages.getFirst(), enrichment, layout);
      return;
    }
    for (int number = 0; number < passages.size(); number++) {
      var document = new Document();
      int toEvent = passages.size() - number;
      addPassage(document, toEvent, passages.get(number), enrichment, layout);
      before.add(document);
    }
  }

  private static void addPassage(
      Document document, int toEvent, Passage passage, Enrichment enrichment, Layout layout) {
    document.add(new NumericDocValuesField(TO_EVENT, toEvent));
    document.add(new NumericDocValuesField(START, passage.getStart()));
    document.add(new NumericDocValuesField(END, passage.getEnd()));
    PassageVectors.addTo(document, PassageVectors.field(enrichment), passage, layout);
  }

  private static void identify(List<Document> block, String contentHash, boolean current) {
    var hash = Records.hash(contentHash);
    for (var document : block) {
      document.add(new StringField(ID, hash, Field.Store.NO));
      document.add(new NumericDocValuesField(CURRENT, current ? 1 : 0));
    }
    block.getLast().add(new BinaryDocValuesField(HASH, hash));
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

  private static void addContent(Document document, TierRecord.Version record, Layout layout) {
    var event = record.event();
    event
        .getTitle()
        .ifPresent(title -> {
          document.add(new Field(TITLE, title, layout.fullText()));
          document.add(new StoredField(TITLE, title));
        });
    event
        .getText()
        .ifPresent(text -> {
          document.add(new Field(TEXT, text, layout.fullText()));
          document.add(
              layout.keepsText()
                  ? new StoredField(TEXT, text)
                  : new StoredField(SUMMARY, Gist.of(text, record.enrichment())));
        });
    Identifiers.of(record)
        .forEach(name -> document.add(new StringField(IDENTIFIER, name, Field.Store.NO)));
    var enrichment = record.enrichment();
    if (enrichment != null) {
      addDerived(document, enrichment);
    }
  }

  private static void addDerived(Document document, Enrichment enrichment) {
    enrichment.getLanguage().ifPresent(language -> addKeyword(document, LANGUAGE, language));
    enrichment.getTone().ifPresent(tone -> addKeyword(document, TONE, tone));
    enrichment.getKeyPhrases().stream()
        .distinct()
        .filter(Records::isTerm)
        .forEach(topic -> addKeyword(document, TOPIC, topic));
    enrichment.getEntities().stream()
        .map(EventDocument::named)
        .distinct()
        .filter(Records::isTerm)
        .forEach(entity -> addKeyword(document, ENTITY, entity));
  }

  /** Found by its term, shown from its doc values, which are those of facets too. */
  private static void addKeyword(Document document, String field, String value) {
    document.add(new KeywordField(field, new BytesRef(value), Field.Store.NO));
  }
}
