package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.ConversationWindow;
import io.alluvium.schemas.Cursor;
import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Link;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;

/**
 * How our topologies write: Avro in the Confluent wire format, and everything about an entity to
 * the partition of its entity key, also where the record key is longer.
 */
final class Outlet {
  private static final byte SEPARATOR = (byte) RecordKeys.SEPARATOR.charAt(0);

  private final int partitions;
  private final SchemaRegistryClient registry;

  Outlet(int partitions, SchemaRegistryClient registry) {
    this.partitions = partitions;
    this.registry = registry;
  }

  <T extends SpecificRecord> void send(KStream<byte[], T> stream, String topic, Class<T> type) {
    stream.to(
        topic,
        Produced.<byte[], T>with(Serdes.ByteArray(), AvroSerde.of(type, registry))
            .withName(name(topic))
            .withStreamPartitioner(
                (name, key, value, count) -> Optional.of(Set.of(partition(key, value)))));
  }

  /** Encodes the records of a topic. */
  <T extends SpecificRecord> PublishStep.Encoder<T> encoder(String topic, Class<T> type) {
    var serializer = AvroSerde.of(type, registry).serializer();
    return value -> serializer.serialize(topic, value);
  }

  /** Sends what is encoded, and has an entity key as its key: Kafka itself finds the partition. */
  void sendByKey(KStream<byte[], byte[]> stream, String topic) {
    stream.to(topic, encoded(topic));
  }

  /** Sends what is encoded, and has a key that begins with an entity key. */
  void sendByEntity(KStream<byte[], byte[]> stream, String topic) {
    // A set for each partition, once: it is asked for with every record.
    var places =
        IntStream.range(0, partitions).mapToObj(place -> Optional.of(Set.of(place))).toList();
    stream.to(
        topic,
        encoded(topic)
            .withStreamPartitioner((name, key, value, count) ->
                places.get(EntityKey.partition(entityKey(key), partitions))));
  }

  private static Produced<byte[], byte[]> encoded(String topic) {
    return Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(name(topic));
  }

  private static String name(String topic) {
    return "to-" + topic.substring(topic.lastIndexOf('.') + 1);
  }

  private static byte[] entityKey(byte[] key) {
    for (int i = 0; i < key.length; i++) {
      if (key[i] == SEPARATOR) {
        return Arrays.copyOf(key, i);
      }
    }
    return key;
  }

  private int partition(byte[] key, SpecificRecord value) {
    return switch (value) {
      case EnrichedEvent enriched -> partition(enriched.getEvent().getEntityKey());
      case Link link -> partition(link.getEntityKey());
      // A dead letter's key may be anything; where it is an entity key this is its partition.
      case DeadLetter letter ->
          key == null ? letter.getPartition() % partitions : EntityKey.partition(key, partitions);
      case NearDuplicate near -> partition(near.getEntityKey());
      case ConversationWindow window ->
          EntityKey.partition(window.getConversation().getBytes(UTF_8), partitions);
      case Cursor cursor -> cursor.getPartition() % partitions;
      default -> throw new IllegalArgumentException("No topic for " + value.getSchema().getName());
    };
  }

  private int partition(String entityKey) {
    return new EntityKey(entityKey).partition(partitions);
  }
}
