package io.alluvium.sinks.lucene;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Passage;
import io.alluvium.schemas.Vectors;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.VectorUtil;

/**
 * The vector fields of passages: one for each model, for what two models made cannot be compared.
 */
final class PassageVectors {
  /** Key of the model's name in an enrichment. */
  private static final String MODEL = "passages";

  private static final String PREFIX = "vector ";
  private static final int MOST_DIMENSIONS = 1_024;
  private static final float UNIT_TOLERANCE = 0.01f;

  private PassageVectors() {}

  /** Field of the vectors that a model made. */
  static String field(String model) {
    return PREFIX + model;
  }

  /** Field of an enrichment's vectors. */
  static String field(Enrichment enrichment) {
    return field(enrichment.getModels().getOrDefault(MODEL, ""));
  }

  /**
   * Refuses vectors that cannot be compared by their dot product.
   *
   * @throws IllegalArgumentException naming the passage
   */
  static void requireIndexable(Enrichment enrichment) {
    int number = 0;
    for (var passage : enrichment.getPassages()) {
      var vector = Vectors.array(passage.getVector());
      float square = VectorUtil.dotProduct(vector, vector);
      if (vector.length == 0
          || vector.length > MOST_DIMENSIONS
          || !(Math.abs(square - 1) < UNIT_TOLERANCE)) {
        throw new IllegalArgumentException(
            "The vector of passage "
                + number
                + " must have 1 to "
                + MOST_DIMENSIONS
                + " numbers and length 1, has "
                + vector.length
                + " and "
                + Math.sqrt(square));
      }
      number++;
    }
  }

  /** Adds a passage's vector to its document. */
  static void addTo(Document document, String field, Passage passage, Layout layout) {
    var vector = Vectors.array(passage.getVector());
    document.add(layout.quantises() ? quantised(field, vector) : exact(field, vector));
  }

  private static Field exact(String field, float[] vector) {
    return new KnnFloatVectorField(field, vector, VectorSimilarityFunction.DOT_PRODUCT);
  }

  private static Field quantised(String field, float[] vector) {
    // By the cosine, for which scales do not matter: of vectors of length 1 it is the dot product.
    return new KnnByteVectorField(
        field, QuantisedVector.of(vector), VectorSimilarityFunction.COSINE);
  }
}
