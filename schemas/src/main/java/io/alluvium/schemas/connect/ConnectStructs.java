package io.alluvium.schemas.connect;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * Our records as Connect's structs, and back without loss.
 *
 * <p>Carries records, strings, int, long, float, double, boolean, bytes, lists, maps and what may
 * be null of these. A {@code timestamp-micros} is an INT64 in microseconds whose schema is named
 * {@link #TIMESTAMP_MICROS}; Connect's own timestamp would cut it to milliseconds. Thread-safe;
 * equal schemas give the same instance.
 */
public final class ConnectStructs {
  /** Name of the INT64 schema of a time in microseconds since 1970. */
  public static final String TIMESTAMP_MICROS = "io.alluvium.schemas.TimestampMicros";

  /** Parameter of a struct's schema that holds the doc of its Avro record. */
  static final String RECORD_DOC = "avro.record.doc";

  private static final Map<org.apache.avro.Schema, RecordPlan> PLANS = new ConcurrentHashMap<>();

  private ConnectStructs() {}

  /**
   * Connect's view of an Avro record type.
   *
   * @throws DataException if it holds a type we do not carry (enum, fixed, other unions)
   */
  public static Schema schemaOf(org.apache.avro.Schema avro) {
    return plan(avro).schema();
  }

  /**
   * The record as a struct of {@link #schemaOf its schema}. Lists, maps and buffers may be shared.
   */
  public static Struct toStruct(SpecificRecord record) {
    return plan(record.getSchema()).fromAvro(record);
  }

  /**
   * The struct as a record. Fields that the struct does not have get their default.
   *
   * @throws DataException if a value does not fit the record
   */
  public static <T extends SpecificRecord> T fromStruct(Struct struct, Class<T> type) {
    return type.cast(plan(SpecificData.get().getSchema(type)).toAvro(struct));
  }

  static RecordPlan plan(org.apache.avro.Schema avro) {
    var known = PLANS.get(avro);
    return known != null ? known : PLANS.computeIfAbsent(avro, Plans::of);
  }
}
