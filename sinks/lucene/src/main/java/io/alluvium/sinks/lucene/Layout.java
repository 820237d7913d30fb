package io.alluvium.sinks.lucene;

import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.search.TierHit.SnippetOf;
import java.util.EnumSet;
import java.util.Set;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.lucene104.Lucene104Codec.Mode;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;

/**
 * What the two tiers on Lucene do differently; everything else is one implementation.
 *
 * <p>Both keep the positions of words, so that a phrase is the same question to both, and an
 * identifier is not taken for its parts somewhere in a text. Warm leaves out what can be had
 * without: the text itself, the offsets of words in it, three quarters of each vector.
 */
enum Layout {
  /** Whole texts, vectors as they are. */
  HOT(
      "hot",
      new TierCodec(Mode.BEST_SPEED, 100),
      IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS),
  /** Title and summary instead of the text, vectors in 8 bits. */
  WARM(
      "warm", new TierCodec(Mode.BEST_COMPRESSION, 200), IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);

  private final String tier;
  private final Codec codec;
  private final FieldType fullText;

  Layout(String tier, Codec codec, IndexOptions words) {
    this.tier = tier;
    this.codec = codec;
    this.fullText = new FieldType();
    fullText.setTokenized(true);
    fullText.setStored(false);
    fullText.setIndexOptions(words);
    fullText.freeze();
  }

  /** Name of the tier; stored data. */
  String tier() {
    return tier;
  }

  Codec codec() {
    return codec;
  }

  /**
   * The topics the tier is made of. What is known beside events is kept once, where the current
   * versions stay: in warm.
   */
  Set<TierTopic> reads() {
    return this == HOT
        ? EnumSet.of(TierTopic.EVENTS, TierTopic.ENRICHED)
        : EnumSet.allOf(TierTopic.class);
  }

  /** How titles and texts are indexed. */
  FieldType fullText() {
    return fullText;
  }

  /** Whether the whole text is stored: else a summary. */
  boolean keepsText() {
    return this == HOT;
  }

  /** Whether vectors are 8 bits a number: else floats. */
  boolean quantises() {
    return this == WARM;
  }

  /**
   * Passages looked at however few hits are wanted. In 8 bits many are about as near as the
   * nearest, and only ranking them again tells which.
   */
  int leastCandidates() {
    return this == HOT ? 150 : 900;
  }

  /** What snippets are cut from. */
  SnippetOf snippetOf() {
    return keepsText() ? SnippetOf.TEXT : SnippetOf.SUMMARY;
  }
}
