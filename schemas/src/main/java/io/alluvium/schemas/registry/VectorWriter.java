package io.alluvium.schemas.registry;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/** Writes an array of floats without making an object of each. */
final class VectorWriter<T> extends SpecificDatumWriter<T> {
  VectorWriter(Schema schema, SpecificData model) {
    super(schema, model);
  }

  /** True if a record of this schema holds an array of floats somewhere. */
  static boolean hasVectors(Schema schema) {
    var seen = new HashSet<Schema>();
    var open = new ArrayDeque<Schema>();
    open.add(schema);
    while (!open.isEmpty()) {
      var next = open.remove();
      if (!seen.add(next)) {
        continue;
      }
      switch (next.getType()) {
        case RECORD -> next.getFields().forEach(field -> open.add(field.schema()));
        case UNION -> open.addAll(next.getTypes());
        case MAP -> open.add(next.getValueType());
        case ARRAY -> {
          if (next.getElementType().getType() == Schema.Type.FLOAT) {
            return true;
          }
          open.add(next.getElementType());
        }
        default -> {}
      }
    }
    return false;
  }

  @Override
  protected void writeArray(Schema schema, Object datum, Encoder out) throws IOException {
    if (datum instanceof PrimitivesArrays.FloatArray floats) {
      out.writeArrayStart();
      out.setItemCount(floats.size());
      for (int i = 0; i < floats.size(); i++) {
        out.startItem();
        out.writeFloat(floats.getFloat(i));
      }
      out.writeArrayEnd();
    } else {
      super.writeArray(schema, datum, out);
    }
  }
}
