package io.alluvium.sinks.lucene;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;

/**
 * Lucene's own formats; only how graphs of vectors are built is set. What it wrote needs no class
 * of ours to be read.
 */
final class TierCodec extends Lucene104Codec {
  /** Neighbours of a vector in the graph: Lucene's default. */
  private static final int NEIGHBOURS = 16;

  /**
   * A segment of fewer than some 2,400 passages gets no graph: it is searched through faster than
   * one is built. Graphs are built when segments are merged, so a refresh never waits for one.
   */
  private static final int TINY = 300;

  private final KnnVectorsFormat vectors;

  /**
   * @param candidates looked at for the neighbours of a vector; Lucene's default is 100
   */
  TierCodec(Mode mode, int candidates) {
    super(mode);
    this.vectors = new Lucene99HnswVectorsFormat(NEIGHBOURS, candidates, 1, null, TINY);
  }

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return vectors;
  }
}
