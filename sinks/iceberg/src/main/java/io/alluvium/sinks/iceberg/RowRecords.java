package io.alluvium.sinks.iceberg;

import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.iceberg.data.Record;
import org.jspecify.annotations.Nullable;

/** Makes of a row what it was made of. */
final class RowRecords {
  private static final Pattern CAPITAL = Pattern.compile("(?=[A-Z])");

  private RowRecords() {}

  /**
   * Fills a record: each field from the column of its name, {@code contentHash} from {@code
   * content_hash}. A field without a column gets its default.
   */
  static <V extends SpecificRecordBase> V filled(V record, Record row) {
    for (var field : record.getSchema().getFields()) {
      var column = CAPITAL.matcher(field.name()).replaceAll("_").toLowerCase(Locale.ROOT);
      if (row.struct().field(column) != null) {
        record.put(field.pos(), value(row.getField(column)));
      } else if (field.hasDefaultValue()) {
        record.put(field.pos(), SpecificData.get().getDefaultValue(field));
      }
    }
    return record;
  }

  private static @Nullable Object value(@Nullable Object stored) {
    return switch (stored) {
      case OffsetDateTime time -> time.toInstant();
      case ByteBuffer bytes -> bytes.duplicate();
      case List<?> list -> List.copyOf(list);
      case Map<?, ?> map -> Map.copyOf(map);
      case null, default -> stored;
    };
  }
}
