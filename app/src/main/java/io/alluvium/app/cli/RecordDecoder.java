package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alluvium.schemas.registry.SchemaNotFoundException;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.schemas.registry.UndecodableRecordException;
import io.alluvium.schemas.registry.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads the value of any record of ours without knowing its class: by the schema that wrote it. */
final class RecordDecoder {
  private final SchemaRegistryClient registry;

  RecordDecoder(SchemaRegistryClient registry) {
    this.registry = registry;
  }

  /** The value as JSON; for what is not Avro, an object that says so and shows its text. */
  JsonNode decode(byte @Nullable [] value) {
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

  private static JsonNode notAvro(byte[] value, Exception reason) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("notAvro", String.valueOf(reason.getMessage()));
    node.put("bytes", value.length);
    node.put("text", new String(value, StandardCharsets.UTF_8));
    return node;
  }
}
