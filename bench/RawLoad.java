import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Writes raw events of some 500 bytes; 30 % of those that it makes up are known already. */
final class RawLoad implements AutoCloseable {
  private static final int KNOWN_PERCENT = 30;

  private final Serializer<RawEvent> serializer;
  private final KafkaProducer<byte[], byte[]> producer;

  RawLoad(String bootstrap, SchemaRegistryClient registry, int lingerMs) {
    serializer = AvroSerde.of(RawEvent.class, registry).serializer();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrap, "linger.ms", lingerMs, "compression.type", "lz4");
    producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Writes so many events; returns how many different ones they are. */
  int fill(int records) {
    var random = new SplittableRandom(7);
    int unique = 0;
    for (int i = 0; i < records; i++) {
      var known = unique > 100 && random.nextInt(100) < KNOWN_PERCENT;
      send(known ? random.nextInt(unique) : unique++, i + 1, Instant.EPOCH);
    }
    producer.flush();
    return unique;
  }

  /** Writes one event; the same number is the same file with the same content. */
  void send(int number, long observation, Instant occurredAt) {
    var raw = raw(number, observation, occurredAt);
    var key = new EntityKey(raw.getEntityKey());
    producer.send(
        new ProducerRecord<>(
            TopologyTopics.RAW,
            key.partition(TopologyTopics.PARTITIONS),
            key.value().getBytes(UTF_8),
            serializer.serialize(TopologyTopics.RAW, raw)));
  }

  private static RawEvent raw(int number, long observation, Instant occurredAt) {
    var letters = new SplittableRandom(number);
    var text = new StringBuilder(380);
    for (int i = 0; i < 380; i++) {
      text.append((char) ('a' + letters.nextInt(26)));
    }
    return RawEvent.newBuilder()
        .setSource("bench")
        .setConnectorType("files")
        .setScope("/work")
        .setKind("file")
        .setEntityKey(EntityKey.file("root", "p/" + number + ".txt").value())
        .setVersionOrder(new VersionOrder(0L, 0L, observation))
        .setOccurredAt(occurredAt)
        .setObservedAt(Instant.EPOCH)
        .setTitle("p/" + number + ".txt")
        .setText(text.toString())
        .setSourcePartition("p")
        .setSourceOffset("o")
        .build();
  }

  @Override
  public void close() {
    producer.close();
  }
}
