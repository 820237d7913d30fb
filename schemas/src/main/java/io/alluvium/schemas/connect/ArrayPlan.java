package io.alluvium.schemas.connect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A list. */
record ArrayPlan(Schema schema, Plan items) implements Plan {
  @Override
  public List<@Nullable Object> read(Decoder in) throws IOException {
    var list = new ArrayList<@Nullable Object>();
    for (long left = in.readArrayStart(); left > 0; left = in.arrayNext()) {
      for (long i = 0; i < left; i++) {
        list.add(items.read(in));
      }
    }
    return list;
  }

  @Override
  public void write(@Nullable Object value, Encoder out) throws IOException {
    List<?> list = Plan.required(value, List.class);
    out.writeArrayStart();
    out.setItemCount(list.size());
    for (var item : list) {
      out.startItem();
      items.write(item, out);
    }
    out.writeArrayEnd();
  }

  @Override
  public List<@Nullable Object> fromAvro(@Nullable Object value) {
    List<?> list = Plan.required(value, List.class);
    var converted = new ArrayList<@Nullable Object>(list.size());
    list.forEach(item -> converted.add(items.fromAvro(item)));
    return converted;
  }

  @Override
  public List<@Nullable Object> toAvro(@Nullable Object value) {
    List<?> list = Plan.required(value, List.class);
    var converted = new ArrayList<@Nullable Object>(list.size());
    list.forEach(item -> converted.add(items.toAvro(item)));
    return converted;
  }
}
