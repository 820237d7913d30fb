package io.alluvium.schemas.connect;

import java.io.IOException;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A record: in Connect a struct with the same fields in the same order. */
record RecordPlan(org.apache.avro.Schema avro, Schema schema, List<Plan> fields) implements Plan {
  /** Makes instances of the generated classes that were loaded with this one. */
  private static final SpecificData MODEL = new SpecificData(RecordPlan.class.getClassLoader());

  @Override
  public Struct read(Decoder in) throws IOException {
    var struct = new Struct(schema);
    for (int i = 0; i < fields.size(); i++) {
      struct.put(schema.fields().get(i), fields.get(i).read(in));
    }
    return struct;
  }

  @Override
  public void write(@Nullable Object value, Encoder out) throws IOException {
    var struct = Plan.required(value, Struct.class);
    for (int i = 0; i < fields.size(); i++) {
      fields.get(i).write(get(struct, i), out);
    }
  }

  @Override
  public Struct fromAvro(@Nullable Object value) {
    var record = Plan.required(value, IndexedRecord.class);
    var struct = new Struct(schema);
    for (int i = 0; i < fields.size(); i++) {
      struct.put(schema.fields().get(i), fields.get(i).fromAvro(record.get(i)));
    }
    return struct;
  }

  @Override
  public IndexedRecord toAvro(@Nullable Object value) {
    var struct = Plan.required(value, Struct.class);
    var record = (IndexedRecord) MODEL.newRecord(null, avro);
    for (int i = 0; i < fields.size(); i++) {
      record.put(i, fields.get(i).toAvro(get(struct, i)));
    }
    return record;
  }

  /** A field's value, by name where the struct is of another version than this plan. */
  @SuppressWarnings("ReferenceEquality") // Equal but not the same is merely slower.
  private @Nullable Object get(Struct struct, int index) {
    Field ours = schema.fields().get(index);
    if (struct.schema() == schema) {
      return struct.get(ours);
    }
    Field theirs = struct.schema().field(ours.name());
    return theirs == null ? ours.schema().defaultValue() : struct.get(theirs);
  }
}
