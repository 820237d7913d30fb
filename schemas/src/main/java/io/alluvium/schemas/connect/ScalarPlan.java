package io.alluvium.schemas.connect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A value without parts. */
record ScalarPlan(Type type, Schema schema) implements Plan {
  enum Type {
    BOOLEAN,
    INT,
    LONG,
    /** Microseconds in Connect, an instant in generated classes. */
    TIME,
    FLOAT,
    DOUBLE,
    STRING,
    BYTES
  }

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  @Override
  public Object read(Decoder in) throws IOException {
    return switch (type) {
      case BOOLEAN -> in.readBoolean();
      case INT -> in.readInt();
      case LONG, TIME -> in.readLong();
      case FLOAT -> in.readFloat();
      case DOUBLE -> in.readDouble();
      case STRING -> in.readString();
      case BYTES -> in.readBytes(null);
    };
  }

  @Override
  public void write(@Nullable Object value, Encoder out) throws IOException {
    switch (type) {
      case BOOLEAN -> out.writeBoolean(Plan.required(value, Boolean.class));
      case INT -> out.writeInt(Plan.required(value, Number.class).intValue());
      case LONG, TIME -> out.writeLong(Plan.required(value, Long.class));
      case FLOAT -> out.writeFloat(Plan.required(value, Float.class));
      case DOUBLE -> out.writeDouble(Plan.required(value, Double.class));
      case STRING -> out.writeString(Plan.required(value, String.class));
      case BYTES -> out.writeBytes(bytes(value));
    }
  }

  @Override
  public @Nullable Object fromAvro(@Nullable Object value) {
    return switch (type) {
      case TIME -> micros(Plan.required(value, Instant.class));
      case STRING -> Plan.required(value, CharSequence.class).toString();
      case BOOLEAN, INT, LONG, FLOAT, DOUBLE, BYTES -> value;
    };
  }

  @Override
  public @Nullable Object toAvro(@Nullable Object value) {
    return switch (type) {
      case TIME -> instant(Plan.required(value, Long.class));
      case BYTES -> bytes(value);
      case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING -> value;
    };
  }

  /** Connect allows both forms; a buffer is not moved by being read. */
  private static ByteBuffer bytes(@Nullable Object value) {
    return value instanceof byte[] array
        ? ByteBuffer.wrap(array)
        : Plan.required(value, ByteBuffer.class).duplicate();
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND),
        instant.getNano() / NANOS_PER_MICRO);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_PER_SECOND),
        Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
  }
}
