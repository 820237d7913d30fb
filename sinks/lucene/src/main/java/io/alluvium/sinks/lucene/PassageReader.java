package io.alluvium.sinks.lucene;

import java.io.IOException;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.jspecify.annotations.Nullable;

/**
 * Reads passages of one segment, in ascending order: their event, their place, how near they are.
 */
final class PassageReader {
  private final float[] vector;
  private final @Nullable NumericDocValues toEvent;
  private final @Nullable NumericDocValues start;
  private final @Nullable NumericDocValues end;
  private final @Nullable ByteVectorValues rounded;
  private final KnnVectorValues.@Nullable DocIndexIterator numbers;

  PassageReader(LeafReader leaf, String field, float[] vector, Layout layout) throws IOException {
    this.vector = vector;
    this.toEvent = leaf.getNumericDocValues(EventDocument.TO_EVENT);
    this.start = leaf.getNumericDocValues(EventDocument.START);
    this.end = leaf.getNumericDocValues(EventDocument.END);
    this.rounded = layout.quantises() ? leaf.getByteVectorValues(field) : null;
    this.numbers = rounded == null ? null : rounded.iterator();
  }

  /**
   * One passage; its event by the number of its document in this segment.
   *
   * @param score as the search gave it
   */
  PassageSearch.Near read(int passage, float score) throws IOException {
    return new PassageSearch.Near(
        passage + (int) value(toEvent, passage),
        (int) value(start, passage),
        (int) value(end, passage),
        nearness(passage, score));
  }

  private float nearness(int passage, float score) throws IOException {
    if (rounded == null || numbers == null) {
      // Lucene's scores are never negative: (1 + dot product) / 2.
      return 2 * score - 1;
    }
    if (numbers.advance(passage) != passage) {
      throw new CorruptIndexException("passage " + passage + " lacks its vector", "shard");
    }
    return QuantisedVector.dotProduct(vector, rounded.vectorValue(numbers.index()));
  }

  private static long value(@Nullable NumericDocValues values, int doc) throws IOException {
    if (values == null || !values.advanceExact(doc)) {
      throw new CorruptIndexException("passage " + doc + " lacks its place", "shard");
    }
    return values.longValue();
  }
}
