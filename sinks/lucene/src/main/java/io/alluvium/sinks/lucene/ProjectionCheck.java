package io.alluvium.sinks.lucene;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Vectors;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.VersionId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a shard stores of events against what it would store of them if it were given them
 * again: stored fields, and vectors to within a step of 8 bits.
 */
final class ProjectionCheck {
  private static final int STEPS = 127;
  private static final float ROUNDING = 1e-5f;

  private final IndexReader view;
  private final Layout layout;

  ProjectionCheck(IndexReader view, Layout layout) {
    this.view = view;
    this.layout = layout;
  }

  /** An event in a segment. */
  private record Place(LeafReader leaf, int doc) {
    long number(String field) throws IOException {
      NumericDocValues values = leaf.getNumericDocValues(field);
      return values != null && values.advanceExact(doc) ? values.longValue() : -1;
    }
  }

  /** What is different, each in words; nothing of events that are not there. */
  List<String> differences(Collection<TierRecord.Version> whole) throws IOException {
    var different = new ArrayList<String>();
    for (var version : whole) {
      var event = version.event();
      var place = find(event.getContentHash());
      if (place != null && place.number(EventDocument.REVISION) == event.getRevision()) {
        compare(place, version, different);
      }
    }
    return different;
  }

  private @Nullable Place find(String contentHash) throws IOException {
    var term = Records.id(contentHash);
    for (LeafReaderContext context : view.leaves()) {
      var leaf = context.reader();
      var docs = leaf.postings(term, PostingsEnum.NONE);
      var place = docs == null ? null : find(leaf, docs);
      if (place != null) {
        return place;
      }
    }
    return null;
  }

  private static @Nullable Place find(LeafReader leaf, DocIdSetIterator docs) throws IOException {
    var live = leaf.getLiveDocs();
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      var place = new Place(leaf, doc);
      if ((live == null || live.get(doc)) && place.number(EventDocument.REVISION) >= 0) {
        return place;
      }
    }
    return null;
  }

  private void compare(Place place, TierRecord.Version whole, List<String> different)
      throws IOException {
    long derived = place.number(EventDocument.ENRICHMENT_VERSION);
    boolean same = derived == whole.enrichmentVersion();
    var record = derived < 0 ? new TierRecord.Version(whole.event(), null) : whole;
    var block = EventDocument.of(record, 0, false, layout);
    var shown = stored(place.leaf().storedFields().document(place.doc()));
    var wanted = stored(block.getLast());
    if (!same && derived >= 0) {
      // Derived by other models: what depends on them cannot be told.
      shown.remove(EventDocument.SUMMARY);
      wanted.remove(EventDocument.SUMMARY);
    }
    var id = new VersionId(whole.event().getContentHash(), whole.event().getRevision());
    wanted.forEach((field, value) -> {
      if (!value.equals(shown.get(field))) {
        different.add(id + " has another " + field);
      }
    });
    var enrichment = record.enrichment();
    if (same && enrichment != null && !whole.event().getDeleted()) {
      compareVectors(place, enrichment, id, different);
    }
  }

  private static Map<String, String> stored(Document document) {
    var fields = new TreeMap<String, String>();
    for (IndexableField field : document.getFields()) {
      if (field.fieldType().stored()) {
        fields.put(field.name(), String.valueOf(field.stringValue()));
      }
    }
    return fields;
  }

  private void compareVectors(
      Place place, Enrichment enrichment, VersionId id, List<String> different) throws IOException {
    var passages = enrichment.getPassages();
    var field = PassageVectors.field(enrichment);
    for (int number = 0; number < passages.size(); number++) {
      int doc = passages.size() == 1 ? place.doc() : place.doc() - passages.size() + number;
      var wanted = Vectors.array(passages.get(number).getVector());
      if (!isNear(vector(place.leaf(), field, doc), wanted)) {
        different.add(id + " has another vector of passage " + number);
      }
    }
  }

  private float @Nullable [] vector(LeafReader leaf, String field, int doc) throws IOException {
    if (!layout.quantises()) {
      var floats = leaf.getFloatVectorValues(field);
      var at = floats == null ? null : floats.iterator();
      return at != null && at.advance(doc) == doc ? floats.vectorValue(at.index()) : null;
    }
    var bytes = leaf.getByteVectorValues(field);
    var at = bytes == null ? null : bytes.iterator();
    if (at == null || at.advance(doc) != doc) {
      return null;
    }
    var numbers = bytes.vectorValue(at.index());
    var vector = new float[numbers.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = numbers[i] * QuantisedVector.scale(numbers);
    }
    return vector;
  }

  private static boolean isNear(float @Nullable [] shown, float[] wanted) {
    if (shown == null || shown.length != wanted.length) {
      return false;
    }
    float largest = 0;
    for (float number : wanted) {
      largest = Math.max(largest, Math.abs(number));
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!(Math.abs(shown[i] - wanted[i]) <= largest / STEPS + ROUNDING)) {
        return false;
      }
    }
    return true;
  }
}
