package io.alluvium.app.avro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro values as plain JSON for reading: unions without their type names, timestamps as ISO 8601,
 * bytes in Base64.
 */
public final class AvroJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Tells that an Instant of a generated class is the timestamp of a union. */
  private static final GenericData DATA = new GenericData();

  static {
    DATA.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    DATA.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
  }

  private AvroJson() {}

  /** The value, which is of this schema, as JSON. */
  public static JsonNode of(Schema schema, @Nullable Object value) {
    return value == null ? JSON.nullNode() : present(schema, value);
  }

  private static JsonNode present(Schema schema, Object value) {
    return switch (schema.getType()) {
      case UNION -> present(branch(schema, value), value);
      case RECORD -> record(schema, (IndexedRecord) value);
      case MAP -> map(schema, (Map<?, ?>) value);
      case ARRAY -> array(schema, (Collection<?>) value);
      case LONG -> number(schema, value);
      case INT -> JSON.numberNode((Integer) value);
      case FLOAT -> JSON.numberNode((Float) value);
      case DOUBLE -> JSON.numberNode((Double) value);
      case BOOLEAN -> JSON.booleanNode((Boolean) value);
      case BYTES -> bytes((ByteBuffer) value);
      case FIXED -> bytes(ByteBuffer.wrap(((GenericFixed) value).bytes()));
      case STRING, ENUM -> JSON.textNode(value.toString());
      case NULL -> JSON.nullNode();
    };
  }

  private static Schema branch(Schema union, Object value) {
    return union.getTypes().get(DATA.resolveUnion(union, value));
  }

  private static JsonNode record(Schema schema, IndexedRecord record) {
    var node = JSON.objectNode();
    for (var field : schema.getFields()) {
      node.set(field.name(), of(field.schema(), record.get(field.pos())));
    }
    return node;
  }

  private static JsonNode map(Schema schema, Map<?, ?> map) {
    var node = JSON.objectNode();
    map.forEach((key, value) -> node.set(String.valueOf(key), of(schema.getValueType(), value)));
    return node;
  }

  private static JsonNode array(Schema schema, Collection<?> items) {
    var node = JSON.arrayNode();
    items.forEach(item -> node.add(of(schema.getElementType(), item)));
    return node;
  }

  /** Generated classes hold an Instant where other readers hold the number. */
  private static JsonNode number(Schema schema, Object value) {
    if (value instanceof Instant time) {
      return JSON.textNode(time.toString());
    }
    long number = (Long) value;
    var type = schema.getLogicalType();
    if (type instanceof LogicalTypes.TimestampMicros) {
      return JSON.textNode(Instant.EPOCH.plus(number, ChronoUnit.MICROS).toString());
    }
    return type instanceof LogicalTypes.TimestampMillis
        ? JSON.textNode(Instant.ofEpochMilli(number).toString())
        : JSON.numberNode(number);
  }

  private static JsonNode bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return JSON.textNode(Base64.getEncoder().encodeToString(bytes));
  }
}
