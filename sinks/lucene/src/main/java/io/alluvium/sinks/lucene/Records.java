package io.alluvium.sinks.lucene;

import io.alluvium.sinks.TierRecord;
import java.util.HexFormat;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.UnicodeUtil;

/** What of a record can be indexed, and the terms that name it. */
final class Records {
  private static final int HASH_CHARS = 64;

  private Records() {}

  /** The bytes of a content hash. */
  static BytesRef hash(String contentHash) {
    return new BytesRef(HexFormat.of().parseHex(contentHash));
  }

  /** A content hash from its bytes. */
  static String hash(BytesRef bytes) {
    return HexFormat.of().formatHex(bytes.bytes, bytes.offset, bytes.offset + bytes.length);
  }

  /** The term that names a content. */
  static Term id(String contentHash) {
    return new Term(EventDocument.ID, hash(contentHash));
  }

  /** Whether a value is short enough for a term. */
  static boolean isTerm(String value) {
    // A UTF-16 unit is at most three bytes of UTF-8: mostly there is nothing to count.
    return value.length() <= IndexWriter.MAX_TERM_LENGTH / 3
        || UnicodeUtil.calcUTF16toUTF8Length(value, 0, value.length())
            <= IndexWriter.MAX_TERM_LENGTH;
  }

  /**
   * Refuses a record that Lucene would: a keyword longer than a term may be, a hash that is none, a
   * vector that cannot be compared.
   *
   * @throws IllegalArgumentException naming the field
   */
  static void requireIndexable(TierRecord.Version record) {
    var event = record.event();
    requireHash(event.getContentHash());
    requireTerm(EventDocument.ENTITY_KEY, event.getEntityKey());
    requireTerm(EventDocument.SOURCE, event.getSource());
    requireTerm(EventDocument.KIND, event.getKind());
    requireTerm(EventDocument.TYPE, event.getType());
    requireTerm(EventDocument.SCOPE, event.getScope());
    requireTerm(EventDocument.VISIBILITY, event.getVisibility());
    event.getThreadKey().ifPresent(key -> requireTerm(EventDocument.THREAD_KEY, key));
    event.getActor().ifPresent(actor -> requireTerm(EventDocument.ACTOR, actor.getId()));
    var enrichment = record.enrichment();
    if (enrichment != null) {
      PassageVectors.requireIndexable(enrichment);
    }
  }

  private static void requireHash(String contentHash) {
    boolean isHash =
        contentHash.length() == HASH_CHARS
            && contentHash.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    if (!isHash) {
      throw new IllegalArgumentException(
          "contentHash must be 64 lower-case hexadecimal characters, was '" + contentHash + "'");
    }
  }

  /**
   * Refuses a value that is longer than a term may be.
   *
   * @throws IllegalArgumentException naming the field
   */
  static void requireTerm(String field, String value) {
    if (!isTerm(value)) {
      throw new IllegalArgumentException(
          field
              + " is longer than "
              + IndexWriter.MAX_TERM_LENGTH
              + " bytes of UTF-8: '"
              + value.substring(0, 64)
              + "…'");
    }
  }
}
