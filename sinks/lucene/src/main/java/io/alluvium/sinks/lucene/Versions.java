package io.alluvium.sinks.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;

/**
 * Which versions a shard holds, asked from its own index: there is no second store. What the index
 * reader does not see yet is remembered until the next refresh.
 */
final class Versions {
  /**
   * One document.
   *
   * @param revision its revision
   * @param currentRevision highest revision at which its content was stamped current
   * @param enrichmentVersion rank of its enrichment
   */
  record Stored(long revision, long currentRevision, long enrichmentVersion) {}

  /**
   * The current version of an entity.
   *
   * @param revision its revision, {@link EventDocument#NEVER} if the entity has none
   * @param contentHash its content, empty if the entity has none
   */
  record Current(long revision, String contentHash) {
    static final Current NONE = new Current(EventDocument.NEVER, "");
  }

  private final Map<String, Stored> unseenContents = new HashMap<>();
  private final Map<String, Current> unseenEntities = new HashMap<>();
  private final Map<String, Current> remembered;
  private DirectoryReader reader;

  /**
   * @param remembers entities whose current version is known without asking: an often edited file
   *     has thousands of versions
   */
  Versions(DirectoryReader reader, int remembers) {
    this.reader = reader;
    this.remembered =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Current> eldest) {
            return size() > remembers;
          }
        };
  }

  /** Takes a reader after documents were deleted: nothing remembered holds any more. */
  void forgot(DirectoryReader fresh) {
    reader = fresh;
    unseenContents.clear();
    unseenEntities.clear();
    remembered.clear();
  }

  /** Takes a reader that sees everything noted so far. */
  void refreshed(DirectoryReader fresh) {
    reader = fresh;
    unseenContents.clear();
    remembered.putAll(unseenEntities);
    unseenEntities.clear();
  }

  /** Documents noted since the last refresh. */
  int unseen() {
    return unseenContents.size();
  }

  /** The document of a content, or null. */
  @Nullable Stored stored(String contentHash) throws IOException {
    var unseen = unseenContents.get(contentHash);
    if (unseen != null) {
      return unseen;
    }
    for (var hit : documents(Records.id(contentHash))) {
      return hit.stored();
    }
    return null;
  }

  /** The current version of an entity. */
  Current current(String entityKey) throws IOException {
    var unseen = unseenEntities.get(entityKey);
    if (unseen != null) {
      return unseen;
    }
    var known = remembered.get(entityKey);
    return known != null ? known : find(entityKey);
  }

  void note(String contentHash, Stored stored) {
    unseenContents.put(contentHash, stored);
  }

  void note(String entityKey, Current current) {
    unseenEntities.put(entityKey, current);
  }

  private Current find(String entityKey) throws IOException {
    Found newest = null;
    for (var hit : documents(new Term(EventDocument.ENTITY_KEY, entityKey))) {
      if (hit.stored().currentRevision() > EventDocument.NEVER
          && (newest == null
              || hit.stored().currentRevision() > newest.stored().currentRevision())) {
        newest = hit;
      }
    }
    if (newest == null) {
      return Current.NONE;
    }
    var hash = newest.leaf().getBinaryDocValues(EventDocument.HASH);
    if (hash == null || !hash.advanceExact(newest.document())) {
      throw new CorruptIndexException("document " + newest.document() + " lacks its hash", "shard");
    }
    return new Current(newest.stored().currentRevision(), Records.hash(hash.binaryValue()));
  }

  private record Found(LeafReader leaf, int document, Stored stored) {}

  private List<Found> documents(Term term) throws IOException {
    var found = new ArrayList<Found>(0);
    for (LeafReaderContext context : reader.leaves()) {
      var leaf = context.reader();
      var terms = leaf.terms(term.field());
      if (terms == null) {
        continue;
      }
      var each = terms.iterator();
      if (each.seekExact(term.bytes())) {
        collect(leaf, each.postings(null, PostingsEnum.NONE), found);
      }
    }
    return found;
  }

  private static void collect(LeafReader leaf, PostingsEnum postings, List<Found> found)
      throws IOException {
    var live = leaf.getLiveDocs();
    var revision = leaf.getNumericDocValues(EventDocument.REVISION);
    var current = leaf.getNumericDocValues(EventDocument.CURRENT_REVISION);
    var enrichment = leaf.getNumericDocValues(EventDocument.ENRICHMENT_VERSION);
    for (int doc = postings.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = postings.nextDoc()) {
      boolean isEvent = revision != null && revision.advanceExact(doc);
      if (isEvent && (live == null || live.get(doc))) {
        var stored = new Stored(revision.longValue(), value(current, doc), value(enrichment, doc));
        found.add(new Found(leaf, doc, stored));
      }
    }
  }

  private static long value(@Nullable NumericDocValues values, int doc) throws IOException {
    if (values == null || !values.advanceExact(doc)) {
      throw new CorruptIndexException("document " + doc + " lacks its version", "shard");
    }
    return values.longValue();
  }
}
