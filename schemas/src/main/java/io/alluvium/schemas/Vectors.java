package io.alluvium.schemas;

import java.util.List;
import org.apache.avro.generic.PrimitivesArrays;

/** Vectors as records hold them: lists that keep plain floats, not an object for each. */
public final class Vectors {
  private Vectors() {}

  /** A vector as a field of a record. */
  public static List<Float> list(float[] vector) {
    var schema = Passage.getClassSchema().getField("vector").schema();
    var list = new PrimitivesArrays.FloatArray(vector.length, schema);
    for (int i = 0; i < vector.length; i++) {
      list.add(i, vector[i]);
    }
    return list;
  }

  /** The numbers of a field of a record, in an array of the caller's own. */
  public static float[] array(List<Float> field) {
    var vector = new float[field.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] =
          field instanceof PrimitivesArrays.FloatArray floats ? floats.getFloat(i) : field.get(i);
    }
    return vector;
  }
}
