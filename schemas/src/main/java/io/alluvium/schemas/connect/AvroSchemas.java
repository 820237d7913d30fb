package io.alluvium.schemas.connect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The way back from a Connect schema to the Avro schema it stands for. One use. */
final class AvroSchemas {
  /** Avro wants a named type once in full and then by name. */
  private final Map<String, org.apache.avro.Schema> named = new HashMap<>();

  private AvroSchemas() {}

  /**
   * The Avro schema of a struct; of one that came from Avro, the very same.
   *
   * @throws DataException if it has no name, or holds a type we do not carry
   */
  static org.apache.avro.Schema of(Schema struct) {
    return new AvroSchemas().base(struct);
  }

  private org.apache.avro.Schema base(Schema schema) {
    return switch (schema.type()) {
      case BOOLEAN -> SchemaBuilder.builder().booleanType();
      case INT8, INT16, INT32 -> SchemaBuilder.builder().intType();
      case INT64 -> whole(schema);
      case FLOAT32 -> SchemaBuilder.builder().floatType();
      case FLOAT64 -> SchemaBuilder.builder().doubleType();
      case STRING -> SchemaBuilder.builder().stringType();
      case BYTES -> SchemaBuilder.builder().bytesType();
      case ARRAY -> org.apache.avro.Schema.createArray(used(schema.valueSchema()));
      case MAP -> map(schema);
      case STRUCT -> struct(schema);
    };
  }

  private org.apache.avro.Schema used(Schema schema) {
    var base = base(schema);
    if (!schema.isOptional()) {
      return base;
    }
    var nothing = SchemaBuilder.builder().nullType();
    // Avro wants the type of the default first.
    return schema.defaultValue() == null
        ? org.apache.avro.Schema.createUnion(nothing, base)
        : org.apache.avro.Schema.createUnion(base, nothing);
  }

  private static org.apache.avro.Schema whole(Schema schema) {
    var base = SchemaBuilder.builder().longType();
    if (ConnectStructs.TIMESTAMP_MICROS.equals(schema.name())) {
      return LogicalTypes.timestampMicros().addToSchema(base);
    }
    if (schema.name() != null) {
      throw new DataException("Connect type " + schema.name() + " cannot be carried");
    }
    return base;
  }

  private org.apache.avro.Schema map(Schema schema) {
    if (schema.keySchema().type() != Schema.Type.STRING) {
      throw new DataException("Map keys must be strings, were " + schema.keySchema().type());
    }
    return org.apache.avro.Schema.createMap(used(schema.valueSchema()));
  }

  private org.apache.avro.Schema struct(Schema schema) {
    var name = schema.name();
    if (name == null) {
      throw new DataException("A struct must have a name to become an Avro record");
    }
    var known = named.get(name);
    if (known != null) {
      return known;
    }
    var parameters = schema.parameters();
    var doc = parameters == null ? null : parameters.get(ConnectStructs.RECORD_DOC);
    var record = org.apache.avro.Schema.createRecord(name, doc, null, false);
    named.put(name, record);
    var fields = new ArrayList<org.apache.avro.Schema.Field>();
    schema.fields().forEach(field -> fields.add(field(field)));
    record.setFields(fields);
    return record;
  }

  private org.apache.avro.Schema.Field field(Field field) {
    var schema = field.schema();
    return new org.apache.avro.Schema.Field(
        field.name(), used(schema), schema.doc(), defaultValue(schema));
  }

  private static @Nullable Object defaultValue(Schema schema) {
    if (schema.defaultValue() != null) {
      return schema.defaultValue();
    }
    return schema.isOptional() ? JsonProperties.NULL_VALUE : null;
  }
}
