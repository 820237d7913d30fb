package io.alluvium.connectors.postgres;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A column's value as text, the same from a snapshot and from the log. Stored identities depend on
 * it: never change what a type becomes.
 */
final class ColumnText {
  private ColumnText() {}

  /** Text of a value that is not null. */
  static String of(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return number((Number) value);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof ByteBuffer buffer) {
      var bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof Collection || value instanceof Map || value instanceof Struct) {
      var json = new StringBuilder();
      appendJson(json, value);
      return json.toString();
    }
    return value.toString();
  }

  // As people write it: no exponent, no zero behind the point.
  private static String number(Number value) {
    double number = value.doubleValue();
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return value.toString();
    }
    var plain = new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    return number == 0 ? "0" : plain;
  }

  private static void appendJson(StringBuilder json, @Nullable Object value) {
    if (value == null) {
      json.append("null");
    } else if (value instanceof Collection<?> list) {
      json.append('[');
      var separator = "";
      for (var element : list) {
        json.append(separator);
        appendJson(json, element);
        separator = ",";
      }
      json.append(']');
    } else if (value instanceof Map<?, ?> map) {
      appendObject(json, map);
    } else if (value instanceof Struct struct) {
      var fields = new TreeMap<String, Object>();
      for (Field field : struct.schema().fields()) {
        if (struct.get(field) != null) {
          fields.put(field.name(), struct.get(field));
        }
      }
      appendObject(json, fields);
    } else {
      RowJson.append(json, of(value));
    }
  }

  private static void appendObject(StringBuilder json, Map<?, ?> object) {
    var sorted = new TreeMap<String, Object>();
    object.forEach((key, value) -> sorted.put(key.toString(), value));
    json.append('{');
    var separator = "";
    for (var entry : sorted.entrySet()) {
      json.append(separator);
      RowJson.append(json, entry.getKey());
      json.append(':');
      appendJson(json, entry.getValue());
      separator = ",";
    }
    json.append('}');
  }
}
