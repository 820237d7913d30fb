package io.alluvium.schemas.registry;

import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;

import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads records whatever compatible schema they were written with. Thread-safe. */
final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
  private final SpecificData model;
  private final Schema expected;
  private final boolean vectors;
  private final SchemaRegistryClient registry;

  /** Avro's readers may be shared between threads, but are slower then. */
  private final ThreadLocal<Map<Integer, DatumReader<T>>> readers =
      ThreadLocal.withInitial(HashMap::new);

  AvroDeserializer(Class<T> type, SchemaRegistryClient registry) {
    this.model = SpecificData.getForClass(type);
    this.expected = model.getSchema(type);
    this.vectors = VectorWriter.hasVectors(expected);
    this.registry = registry;
  }

  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    int id = WireFormat.schemaId(bytes);
    var reader = readers.get().get(id);
    if (reader == null) {
      reader = reader(id);
      readers.get().put(id, reader);
    }
    return read(reader, id, bytes);
  }

  private DatumReader<T> reader(int id) {
    Schema writer;
    try {
      writer = registry.byId(id);
    } catch (SchemaNotFoundException e) {
      throw new UndecodableRecordException(
          FailureReason.NOT_AVRO, "Schema id " + id + " is unknown: " + e.getMessage(), e);
    }
    var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(expected, writer);
    if (compatibility.getType() != COMPATIBLE) {
      throw new UndecodableRecordException(
          FailureReason.WRONG_SCHEMA,
          "Schema " + id + " is " + writer.getFullName() + ", expected " + expected.getFullName(),
          null);
    }
    return vectors
        ? new VectorReader<>(writer, expected, model)
        : new SpecificDatumReader<>(writer, expected, model);
  }

  @SuppressWarnings("NullAway") // Avro allows null for the record to reuse.
  private static <T> T read(DatumReader<T> reader, int id, byte[] bytes) {
    var decoder = new BoundedDecoder(bytes, WireFormat.HEADER_LENGTH);
    try {
      T value = reader.read(null, decoder);
      if (decoder.remaining() > 0) {
        throw new IOException(decoder.remaining() + " bytes follow the record");
      }
      return value;
    } catch (IOException | RuntimeException e) {
      // Avro meets bytes that do not fit the schema with whatever exception they lead to.
      throw new UndecodableRecordException(
          FailureReason.NOT_AVRO, "Bytes do not fit schema " + id + ": " + e, e);
    }
  }
}
