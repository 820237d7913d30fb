package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.ConversationWindow;
import io.alluvium.schemas.Cursor;
import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Link;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;

/**
 * How our topologies write: Avro in the Confluent wire format, and everything about an entity to
 * the partition of its entity key, also where the record key is longer.
 */
final class Outlet {
  private final int partitions;
  private final SchemaRegistryClient registry;

  Outlet(int partitions, SchemaRegistryClient registry) {
    this.partitions = partitions;
    this.registry = registry;
  }

  <T extends SpecificRecord> void send(KStream<byte[], T> stream, String topic, Class<T> type) {
    var name = "to-" + topic.substring(topic.lastIndexOf('.') + 1);
    var produced =
        Produced.<byte[], T>with(Serdes.ByteArray(), AvroSerde.of(type, registry)).withName(name);
    // An event's record key is its entity key: Kafka's own partitioner finds the same place sooner.
    stream.to(topic, type == Event.class ? produced : placed(produced));
  }

  private <T extends SpecificRecord> Produced<byte[], T> placed(Produced<byte[], T> produced) {
    return produced.withStreamPartitioner(
        (topic, key, value, count) -> Optional.of(Set.of(partition(key, value))));
  }

  private int partition(byte[] key, SpecificRecord value) {
    return switch (value) {
      case EnrichedEvent enriched -> partition(enriched.getEvent().getEntityKey());
      case Sighting sighting -> partition(sighting.getEntityKey());
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
