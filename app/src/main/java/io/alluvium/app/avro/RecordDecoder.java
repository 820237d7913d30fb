package io.alluvium.app.avro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.schemas.registry.SchemaNotFoundException;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.schemas.registry.UndecodableRecordException;
import io.alluvium.schemas.registry.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads the value of any record of ours without knowing its class: by the schema that wrote it. */
public final class RecordDecoder {
  private final SchemaRegistryClient registry;

  /**
   * A decoder.
   *
   * @param registry where the schemas are that wrote the records
   */
  public RecordDecoder(SchemaRegistryClient registry) {
    this.registry = registry;
  }

  /** The value as JSON; for what is not Avro, an object that says so and shows its text. */
  public JsonNode decode(byte @Nullable [] value) {
    if (value == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    try {
      var schema = registry.byId(WireFormat.schemaId(value));
      var decoder =
          DecoderFactory.get()
              .binaryDecoder(
                  value, WireFormat.HEADER_LENGTH, value.length - WireFormat.HEADER_LENGTH, null);
      return AvroJson.of(schema, new GenericDatumReader<>(schema).read(null, decoder));
    } catch (UndecodableRecordException
        | SchemaNotFoundException
        | AvroRuntimeException
        | IOException
        | IndexOutOfBoundsException e) {
      return notAvro(value, e);
    }
  }

  /**
   * What can be read of a value that may be damaged: its fields up to the first that cannot be.
   *
   * @return an object with {@code schemaId} and {@code value} as far as they can be read, and
   *     {@code undecoded}, which says why the rest cannot; without it all was read
   */
  public ObjectNode decodeAsFarAsPossible(byte[] value) {
    var node = JsonNodeFactory.instance.objectNode();
    try {
      int id = WireFormat.schemaId(value);
      node.put("schemaId", id);
      readFields(registry.byId(id), value, node);
    } catch (UndecodableRecordException
        | SchemaNotFoundException
        | AvroRuntimeException
        | IOException
        | IndexOutOfBoundsException e) {
      var reason = e.getMessage();
      node.put("undecoded", reason == null ? e.getClass().getSimpleName() : reason);
    }
    return node;
  }

  private static void readFields(Schema schema, byte[] value, ObjectNode node) throws IOException {
    var start = WireFormat.HEADER_LENGTH;
    var decoder = DecoderFactory.get().binaryDecoder(value, start, value.length - start, null);
    if (schema.getType() != Schema.Type.RECORD) {
      node.set("value", AvroJson.of(schema, new GenericDatumReader<>(schema).read(null, decoder)));
      return;
    }
    node.put("schema", schema.getFullName());
    var fields = node.putObject("value");
    for (var field : schema.getFields()) {
      var read = new GenericDatumReader<>(field.schema()).read(null, decoder);
      fields.set(field.name(), AvroJson.of(field.schema(), read));
    }
    if (!decoder.isEnd()) {
      node.put("undecoded", "There are bytes behind its last field");
    }
  }

  private static JsonNode notAvro(byte[] value, Exception reason) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("notAvro", String.valueOf(reason.getMessage()));
    node.put("bytes", value.length);
    node.put("text", new String(value, StandardCharsets.UTF_8));
    return node;
  }
}
