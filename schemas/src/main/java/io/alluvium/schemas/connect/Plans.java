package io.alluvium.schemas.connect;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Works out the {@link Plan} of an Avro schema. One use. */
final class Plans {
  /** Types around the one at hand, to refuse a type within itself, which Connect cannot have. */
  private final Deque<String> enclosing = new ArrayDeque<>();

  private Plans() {}

  /**
   * The plan of a record type.
   *
   * @throws DataException if it holds a type that Connect, or we, have no counterpart for
   */
  static RecordPlan of(Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new DataException("Expected an Avro record, was " + schema.getType().getName());
    }
    return new Plans().record(schema, SchemaBuilder.struct());
  }

  /** What stands around a type where it is used. */
  private record Use(@Nullable String doc, boolean optional, @Nullable Object defaultValue) {
    static final Use PLAIN = new Use(null, false, null);

    <B extends SchemaBuilder> B apply(B builder) {
      if (doc != null) {
        builder.doc(doc);
      }
      if (optional) {
        builder.optional();
      }
      if (defaultValue != null) {
        builder.defaultValue(defaultValue);
      }
      return builder;
    }
  }

  @SuppressWarnings("ReferenceEquality") // Avro marks a null default by this one instance.
  private Plan field(Field field) {
    var schema = field.schema();
    boolean hasConstant =
        field.hasDefaultValue() && field.defaultVal() != JsonProperties.NULL_VALUE;
    var constant = hasConstant ? field.defaultVal() : null;
    if (schema.getType() != Schema.Type.UNION) {
      return plan(schema, new Use(field.doc(), false, constant));
    }
    return nullable(schema, new Use(field.doc(), true, constant));
  }

  private NullablePlan nullable(Schema union, Use use) {
    var types = union.getTypes();
    int nullIndex = types.size() == 2 ? indexOfNull(types) : -1;
    if (nullIndex < 0) {
      throw new DataException("Of unions only null and one other type can be carried: " + union);
    }
    return new NullablePlan(plan(types.get(1 - nullIndex), use), nullIndex);
  }

  private static int indexOfNull(List<Schema> types) {
    if (types.get(0).getType() == Schema.Type.NULL) {
      return 0;
    }
    return types.get(1).getType() == Schema.Type.NULL ? 1 : -1;
  }

  private Plan plan(Schema schema, Use use) {
    return switch (schema.getType()) {
      case BOOLEAN ->
          new ScalarPlan(ScalarPlan.Type.BOOLEAN, use.apply(SchemaBuilder.bool()).build());
      case INT -> new ScalarPlan(ScalarPlan.Type.INT, use.apply(SchemaBuilder.int32()).build());
      case LONG -> whole(schema, use);
      case FLOAT ->
          new ScalarPlan(ScalarPlan.Type.FLOAT, use.apply(SchemaBuilder.float32()).build());
      case DOUBLE ->
          new ScalarPlan(ScalarPlan.Type.DOUBLE, use.apply(SchemaBuilder.float64()).build());
      case STRING ->
          new ScalarPlan(ScalarPlan.Type.STRING, use.apply(SchemaBuilder.string()).build());
      case BYTES -> new ScalarPlan(ScalarPlan.Type.BYTES, use.apply(SchemaBuilder.bytes()).build());
      case ARRAY -> {
        var items = element(schema.getElementType());
        yield new ArrayPlan(use.apply(SchemaBuilder.array(items.schema())).build(), items);
      }
      case MAP -> {
        var values = element(schema.getValueType());
        var strings = org.apache.kafka.connect.data.Schema.STRING_SCHEMA;
        yield new MapPlan(use.apply(SchemaBuilder.map(strings, values.schema())).build(), values);
      }
      case RECORD -> record(schema, use.apply(SchemaBuilder.struct()));
      case ENUM, FIXED, NULL, UNION ->
          throw new DataException("Avro type cannot be carried here: " + schema);
    };
  }

  private Plan element(Schema schema) {
    return schema.getType() == Schema.Type.UNION
        ? nullable(schema, new Use(null, true, null))
        : plan(schema, Use.PLAIN);
  }

  private static Plan whole(Schema schema, Use use) {
    boolean time = schema.getLogicalType() instanceof LogicalTypes.TimestampMicros;
    var builder = SchemaBuilder.int64();
    if (time) {
      builder.name(ConnectStructs.TIMESTAMP_MICROS);
    }
    return new ScalarPlan(
        time ? ScalarPlan.Type.TIME : ScalarPlan.Type.LONG, use.apply(builder).build());
  }

  private RecordPlan record(Schema schema, SchemaBuilder builder) {
    if (enclosing.contains(schema.getFullName())) {
      throw new DataException("Connect has no type within itself: " + schema.getFullName());
    }
    enclosing.push(schema.getFullName());
    builder.name(schema.getFullName());
    if (schema.getDoc() != null) {
      // A field's own doc is the doc of its type in Connect; this keeps the record's beside it.
      builder.parameters(Map.of(ConnectStructs.RECORD_DOC, schema.getDoc()));
    }
    var plans = schema.getFields().stream().map(this::field).toList();
    for (int i = 0; i < plans.size(); i++) {
      builder.field(schema.getFields().get(i).name(), plans.get(i).schema());
    }
    enclosing.pop();
    return new RecordPlan(schema, builder.build(), plans);
  }
}
