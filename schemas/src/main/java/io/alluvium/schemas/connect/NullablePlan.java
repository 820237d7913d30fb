package io.alluvium.schemas.connect;

import java.io.IOException;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A value that may be null: a union of null and one other type. */
record NullablePlan(Plan present, int nullIndex) implements Plan {
  @Override
  public Schema schema() {
    return present.schema();
  }

  @Override
  public @Nullable Object read(Decoder in) throws IOException {
    int index = in.readIndex();
    if (index == nullIndex) {
      return null;
    }
    if (index != 1 - nullIndex) {
      throw new IOException("Union of two has no type " + index);
    }
    return present.read(in);
  }

  @Override
  public void write(@Nullable Object value, Encoder out) throws IOException {
    if (value == null) {
      out.writeIndex(nullIndex);
      return;
    }
    out.writeIndex(1 - nullIndex);
    present.write(value, out);
  }

  @Override
  public @Nullable Object fromAvro(@Nullable Object value) {
    return value == null ? null : present.fromAvro(value);
  }

  @Override
  public @Nullable Object toAvro(@Nullable Object value) {
    return value == null ? null : present.toAvro(value);
  }
}
