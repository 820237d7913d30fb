package io.alluvium.sinks.lucene;

import io.alluvium.sinks.SliceDigest;
import io.alluvium.sinks.Slices;
import io.alluvium.sinks.VersionId;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.util.BytesRef;

/** Reads what a view of a shard holds by UTC day of {@code ingestedAt}, from doc values. */
final class SliceReader {
  private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);

  private final IndexReader view;

  SliceReader(IndexReader view) {
    this.view = view;
  }

  /** The day of a time. */
  static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  /** Matches the events of a day. */
  static Query of(LocalDate day) {
    long from = day.toEpochDay() * DAY_MICROS;
    // A day is read as a whole, now and then: not worth an index of its own.
    return NumericDocValuesField.newSlowRangeQuery(
        EventDocument.INGESTED_AT, from, from + DAY_MICROS - 1);
  }

  /** Matches the events that came before a time. */
  static Query before(Instant latest) {
    return NumericDocValuesField.newSlowRangeQuery(
        EventDocument.INGESTED_AT, Long.MIN_VALUE, EventDocument.micros(latest) - 1);
  }

  /** Days that have an event. */
  SortedSet<LocalDate> days() throws IOException {
    var days = new TreeSet<LocalDate>();
    long last = Long.MIN_VALUE;
    for (var leaf : view.leaves()) {
      var live = leaf.reader().getLiveDocs();
      var times = DocValues.getSortedNumeric(leaf.reader(), EventDocument.INGESTED_AT);
      for (int doc = times.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = times.nextDoc()) {
        long day = Math.floorDiv(times.nextValue(), DAY_MICROS);
        if (day != last && (live == null || live.get(doc))) {
          days.add(LocalDate.ofEpochDay(day));
          last = day;
        }
      }
    }
    return days;
  }

  /** How much there is of each day, and how much of it would go. */
  SortedMap<LocalDate, Slices.Held> held(Staying staying) throws IOException {
    var days = new TreeMap<LocalDate, Slices.Held>();
    for (var context : view.leaves()) {
      var leaf = context.reader();
      var live = leaf.getLiveDocs();
      var times = DocValues.getSortedNumeric(leaf, EventDocument.INGESTED_AT);
      for (int doc = times.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = times.nextDoc()) {
        if (live == null || live.get(doc)) {
          var day = LocalDate.ofEpochDay(Math.floorDiv(times.nextValue(), DAY_MICROS));
          var one = new Slices.Held(1, staying.stays(leaf, doc) ? 0 : 1);
          days.merge(day, one, SliceReader::plus);
        }
      }
    }
    return days;
  }

  private static Slices.Held plus(Slices.Held one, Slices.Held other) {
    return new Slices.Held(one.versions() + other.versions(), one.leaving() + other.leaving());
  }

  /** Digest of a day. */
  SliceDigest digest(LocalDate day) throws IOException {
    var sum = new SliceDigest.Sum();
    var hash = new byte[32];
    each(
        day,
        (leaf, doc, bytes, revision) -> {
          if (bytes.length != hash.length) {
            throw new CorruptIndexException("document " + doc + " has no hash", "shard");
          }
          System.arraycopy(bytes.bytes, bytes.offset, hash, 0, hash.length);
          sum.add(hash, revision);
        });
    return sum.digest();
  }

  /** Versions of a day. */
  SortedSet<VersionId> versions(LocalDate day) throws IOException {
    var versions = new TreeSet<VersionId>();
    each(
        day,
        (leaf, doc, hash, revision) -> versions.add(new VersionId(Records.hash(hash), revision)));
    return versions;
  }

  /** Takes one event of a slice. */
  interface Taking {
    void event(LeafReader leaf, int doc, BytesRef hash, long revision) throws IOException;
  }

  /** Goes through the live events of a day. */
  void each(LocalDate day, Taking taking) throws IOException {
    var searcher = new IndexSearcher(view);
    searcher.setQueryCache(null);
    var weight = searcher.createWeight(searcher.rewrite(of(day)), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (var leaf : view.leaves()) {
      var scorer = weight.scorer(leaf);
      if (scorer != null) {
        each(leaf, scorer.iterator(), taking);
      }
    }
  }

  private static void each(LeafReaderContext context, DocIdSetIterator events, Taking taking)
      throws IOException {
    var leaf = context.reader();
    var live = leaf.getLiveDocs();
    var hashes = DocValues.getBinary(leaf, EventDocument.HASH);
    var revisions = DocValues.getNumeric(leaf, EventDocument.REVISION);
    for (int doc = events.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = events.nextDoc()) {
      if (live == null || live.get(doc)) {
        if (!hashes.advanceExact(doc) || !revisions.advanceExact(doc)) {
          throw new CorruptIndexException("document " + doc + " lacks its version", "shard");
        }
        taking.event(leaf, doc, hashes.binaryValue(), revisions.longValue());
      }
    }
  }
}
