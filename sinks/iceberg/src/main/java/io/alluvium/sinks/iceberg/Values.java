package io.alluvium.sinks.iceberg;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Types of columns, and values on their way into a row and out of it. */
final class Values {
  static final Type TEXT = Types.StringType.get();
  static final Type WHOLE = Types.LongType.get();
  static final Type SMALL = Types.IntegerType.get();
  static final Type REAL = Types.DoubleType.get();
  static final Type YES_NO = Types.BooleanType.get();
  static final Type BYTES = Types.BinaryType.get();
  static final Type TIME = Types.TimestampType.withZone();
  static final Type TEXTS = Types.ListType.ofRequired(1, TEXT);
  static final Type TEXT_BY_NAME = Types.MapType.ofRequired(1, 2, TEXT, TEXT);
  static final Type TEXTS_BY_NAME = Types.MapType.ofRequired(1, 2, TEXT, list(TEXT, 3));

  private Values() {}

  static Type list(Type element, int id) {
    return Types.ListType.ofRequired(id, element);
  }

  static @Nullable Object time(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }

  static <T> @Nullable T orNull(Optional<T> value) {
    return value.orElse(null);
  }

  static <T> T required(Record row, String column, Class<T> type) {
    return type.cast(Objects.requireNonNull(row.getField(column), column));
  }

  static <T> @Nullable T nullable(Record row, String column, Class<T> type) {
    return type.cast(row.getField(column));
  }

  static String text(Record row, String column) {
    return required(row, column, String.class);
  }

  static @Nullable String textOrNull(Record row, String column) {
    return nullable(row, column, String.class);
  }

  static Instant instant(Record row, String column) {
    return required(row, column, OffsetDateTime.class).toInstant();
  }

  static boolean flag(Record row, String column) {
    return required(row, column, Boolean.class);
  }

  @SuppressWarnings("unchecked")
  static <T> List<T> list(Record row, String column) {
    return List.copyOf(required(row, column, List.class));
  }

  @SuppressWarnings("unchecked")
  static <V> Map<String, V> map(Record row, String column) {
    return Map.copyOf(required(row, column, Map.class));
  }

  /** Null also where the column was not asked for. */
  static @Nullable ByteBuffer bytes(Record row, String column) {
    var value = row.struct().field(column) == null ? null : row.getField(column);
    return value == null ? null : ((ByteBuffer) value).duplicate();
  }
}
