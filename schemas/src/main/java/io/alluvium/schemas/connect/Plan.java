package io.alluvium.schemas.connect;

import java.io.IOException;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * How values of one Avro type become values of the Connect type beside it, and back. Worked out
 * once per schema and followed for every record. Stateless, so thread-safe.
 */
interface Plan {
  /** The Connect type. */
  Schema schema();

  /** Reads a Connect value from Avro binary. */
  @Nullable Object read(Decoder in) throws IOException;

  /** Writes a Connect value as Avro binary. */
  void write(@Nullable Object value, Encoder out) throws IOException;

  /** Turns a value as generated classes hold it into a Connect value. */
  @Nullable Object fromAvro(@Nullable Object value);

  /** Turns a Connect value into one that generated classes can hold. */
  @Nullable Object toAvro(@Nullable Object value);

  /** The value, of the type it must have. */
  static <T> T required(@Nullable Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new DataException(
          "Expected a "
              + type.getSimpleName()
              + ", was "
              + (value == null ? null : value.getClass()));
    }
    return type.cast(value);
  }
}
