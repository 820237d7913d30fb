package io.alluvium.topology;

import io.alluvium.schemas.registry.BoundedDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * How our stores keep records: one format byte, then Avro binary.
 *
 * <p>The byte names the writer's schema. Whoever changes a stored record keeps the old schema
 * beside the new one, writes the next byte, and resolves the old one on reading.
 */
public final class StoreSerde {
  /** Its buffer is larger than most of what is written. */
  private static final ThreadLocal<@Nullable BinaryEncoder> ENCODER = new ThreadLocal<>();

  private StoreSerde() {}

  /**
   * A serde of a record.
   *
   * @param older the schemas it was stored with before, oldest first: {@code <name>.<format>.avsc}
   *     beside this class
   */
  public static <T extends SpecificRecordBase> Serde<T> of(Class<T> type, String... older) {
    var formats = new ArrayList<Schema>();
    for (var resource : older) {
      formats.add(schema(resource));
    }
    formats.add(SpecificData.get().getSchema(type));
    return Serdes.serdeFrom(serializer(type, formats.size()), deserializer(type, formats));
  }

  private static Schema schema(String resource) {
    try (var in = StoreSerde.class.getResourceAsStream(resource)) {
      return new Schema.Parser().parse(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }

  private static <T extends SpecificRecordBase> Serializer<T> serializer(
      Class<T> type, int format) {
    DatumWriter<T> writer = new SpecificDatumWriter<>(type);
    return (store, record) -> bytes(format, encoder -> writer.write(record, encoder));
  }

  /** A format byte, and behind it what is written. */
  static byte[] bytes(int format, Content content) {
    var bytes = new ByteArrayOutputStream(256);
    bytes.write(format);
    var encoder = EncoderFactory.get().binaryEncoder(bytes, ENCODER.get());
    ENCODER.set(encoder);
    try {
      content.write(encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /** What goes into a store. */
  @FunctionalInterface
  interface Content {
    void write(Encoder encoder) throws IOException;
  }

  private static <T extends SpecificRecordBase> Deserializer<T> deserializer(
      Class<T> type, List<Schema> formats) {
    var now = formats.getLast();
    var readers =
        formats.stream()
            .map(stored -> new SpecificDatumReader<T>(stored, now, SpecificData.getForClass(type)))
            .toList();
    return (store, bytes) -> {
      if (bytes[0] < 1 || bytes[0] > readers.size()) {
        throw new SerializationException(
            store + " has format " + bytes[0] + ", this version reads 1 to " + readers.size());
      }
      try {
        return readers.get(bytes[0] - 1).read(null, new BoundedDecoder(bytes, 1));
      } catch (IOException e) {
        throw new SerializationException(store + " holds a value that cannot be read", e);
      }
    };
  }
}
