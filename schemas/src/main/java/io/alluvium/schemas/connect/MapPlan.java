package io.alluvium.schemas.connect;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A map with string keys. */
record MapPlan(Schema schema, Plan values) implements Plan {
  @Override
  public Map<String, @Nullable Object> read(Decoder in) throws IOException {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (long left = in.readMapStart(); left > 0; left = in.mapNext()) {
      for (long i = 0; i < left; i++) {
        map.put(in.readString(), values.read(in));
      }
    }
    return map;
  }

  @Override
  public void write(@Nullable Object value, Encoder out) throws IOException {
    Map<?, ?> map = Plan.required(value, Map.class);
    out.writeMapStart();
    out.setItemCount(map.size());
    for (var entry : map.entrySet()) {
      out.startItem();
      out.writeString(Plan.required(entry.getKey(), String.class));
      values.write(entry.getValue(), out);
    }
    out.writeMapEnd();
  }

  @Override
  public Map<String, @Nullable Object> fromAvro(@Nullable Object value) {
    Map<?, ?> map = Plan.required(value, Map.class);
    var converted = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((key, item) -> converted.put(String.valueOf(key), values.fromAvro(item)));
    return converted;
  }

  @Override
  public Map<String, @Nullable Object> toAvro(@Nullable Object value) {
    Map<?, ?> map = Plan.required(value, Map.class);
    var converted = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((key, item) -> converted.put(String.valueOf(key), values.toAvro(item)));
    return converted;
  }
}
