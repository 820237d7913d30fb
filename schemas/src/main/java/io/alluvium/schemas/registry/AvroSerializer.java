package io.alluvium.schemas.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes records; asks the registry once per topic. Thread-safe. */
final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {
  /** One for all serializers of a thread: none of them is at work while another one is. */
  private static final ThreadLocal<Buffer> BUFFERS = ThreadLocal.withInitial(Buffer::new);

  private final Schema registered;
  private final DatumWriter<T> writer;
  private final SchemaRegistryClient registry;
  private final Map<String, byte[]> headers = new ConcurrentHashMap<>();

  AvroSerializer(Class<T> type, SchemaRegistryClient registry) {
    var model = SpecificData.getForClass(type);
    var schema = model.getSchema(type);
    this.registered = PlainSchemas.of(schema);
    this.writer = new VectorWriter<>(schema, model);
    this.registry = registry;
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T value) {
    if (value == null) {
      return null;
    }
    var header = header(topic);
    try {
      return BUFFERS.get().write(header, writer, value);
    } catch (IOException | AvroRuntimeException | NullPointerException | ClassCastException e) {
      // The buffer holds half a record, which its encoder would still write before the next.
      BUFFERS.remove();
      // The last two are how Avro says that a required field is null or of another type.
      throw new SerializationException("Cannot write record for " + topic + ": " + e, e);
    }
  }

  private byte[] header(String topic) {
    var header = headers.get(topic);
    if (header == null) {
      header = WireFormat.header(registry.register(topic + "-value", registered));
      headers.put(topic, header);
    }
    return header;
  }

  /** What one thread writes into, kept from record to record. */
  private static final class Buffer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

    <T> byte[] write(byte[] header, DatumWriter<T> writer, T value) throws IOException {
      bytes.reset();
      bytes.write(header, 0, header.length);
      writer.write(value, encoder);
      encoder.flush();
      return bytes.toByteArray();
    }
  }
}
