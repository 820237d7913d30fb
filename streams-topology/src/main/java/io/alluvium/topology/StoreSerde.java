package io.alluvium.topology;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * How our stores keep records: one format byte, then Avro binary.
 *
 * <p>The byte names the writer's schema. Whoever changes a stored record keeps the old schema
 * beside the new one, writes the next byte, and resolves the old one on reading.
 */
final class StoreSerde {
  private static final byte FORMAT = 1;

  private StoreSerde() {}

  static <T extends SpecificRecordBase> Serde<T> of(Class<T> type) {
    return Serdes.serdeFrom(serializer(type), deserializer(type));
  }

  private static <T extends SpecificRecordBase> Serializer<T> serializer(Class<T> type) {
    DatumWriter<T> writer = new SpecificDatumWriter<>(type);
    return (store, record) -> {
      var bytes = new ByteArrayOutputStream(256);
      bytes.write(FORMAT);
      var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      try {
        writer.write(record, encoder);
        encoder.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("Writing to memory failed", e);
      }
      return bytes.toByteArray();
    };
  }

  private static <T extends SpecificRecordBase> Deserializer<T> deserializer(Class<T> type) {
    DatumReader<T> reader = new SpecificDatumReader<>(type);
    return (store, bytes) -> {
      if (bytes[0] != FORMAT) {
        throw new SerializationException(
            store + " has format " + bytes[0] + ", this version reads " + FORMAT);
      }
      try {
        var decoder = DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, null);
        return reader.read(null, decoder);
      } catch (IOException e) {
        throw new SerializationException(store + " holds a value that cannot be read", e);
      }
    };
  }
}
