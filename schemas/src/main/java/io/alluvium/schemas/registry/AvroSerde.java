package io.alluvium.schemas.registry;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Reads and writes one type of record in Confluent's wire format.
 *
 * <p>Subject = topic + {@code -value}. Null stays null. Thread-safe. The registry is asked once per
 * topic and once per schema id; nothing else on the way of a record can block.
 *
 * <ul>
 *   <li>Writing throws {@link org.apache.kafka.common.errors.SerializationException} if a field
 *       breaks its type, {@link IncompatibleSchemaException} if the registry refuses the schema.
 *   <li>Reading throws {@link UndecodableRecordException} for bytes that are no such record.
 *   <li>Both throw {@link RegistryUnreachableException} when no registry answers: try again.
 * </ul>
 *
 * @param <T> generated class of the record
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {
  private final Serializer<T> serializer;
  private final Deserializer<T> deserializer;

  private AvroSerde(Class<T> type, SchemaRegistryClient registry) {
    serializer = new AvroSerializer<>(type, registry);
    deserializer = new AvroDeserializer<>(type, registry);
  }

  /** A serde for one type; what was written with any compatible schema is read as this one. */
  public static <T extends SpecificRecord> Serde<T> of(
      Class<T> type, SchemaRegistryClient registry) {
    return new AvroSerde<>(type, registry);
  }

  @Override
  public Serializer<T> serializer() {
    return serializer;
  }

  @Override
  public Deserializer<T> deserializer() {
    return deserializer;
  }
}
