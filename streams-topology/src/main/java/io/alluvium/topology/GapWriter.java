package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.Gap;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes a gap for records that were trimmed before a topology read them, and returns when it is
 * acknowledged. The same stretch found again is the same gap. Thread-safe.
 */
public final class GapWriter implements TrimListener {
  /** Axis of a gap that is measured in offsets of one partition of a topic. */
  public static final String AXIS = "offset";

  private final String reader;
  private final Topics topics;
  private final SchemaRegistryClient registry;
  private final Map<String, Object> producer;

  /**
   * @param reader application id of the topology; stands in the gap as its source
   * @param topics where gaps go
   * @param registry where the gap's schema is registered
   * @param bootstrapServers brokers, as Kafka's clients take them
   * @param client further settings of the producer (security)
   */
  public GapWriter(
      String reader,
      Topics topics,
      SchemaRegistryClient registry,
      String bootstrapServers,
      Map<String, Object> client) {
    this.reader = reader;
    this.topics = topics;
    this.registry = registry;
    this.producer = new HashMap<>(client);
    this.producer.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    this.producer.put(ProducerConfig.ACKS_CONFIG, "all");
  }

  @Override
  public void trimmed(TopicPartition partition, long from, long to) {
    var gap = gap(partition, from, to);
    var values = AvroSerde.of(Gap.class, registry).serializer();
    try (var gaps = new KafkaProducer<>(producer, new ByteArraySerializer(), values)) {
      gaps.send(new ProducerRecord<>(topics.gaps(), gap.getId().getBytes(UTF_8), gap)).get();
    } catch (ExecutionException e) {
      throw new KafkaException("Gap " + gap.getId() + " could not be written", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private Gap gap(TopicPartition partition, long from, long to) {
    var gap = new Gap();
    gap.setId(reader + "/" + partition + "/" + from);
    gap.setSource(reader);
    gap.setScope(partition.toString());
    gap.setAxis(AXIS);
    gap.setFrom(Long.toString(from));
    gap.setTo(Long.toString(to));
    gap.setReason(FailureReason.TRIMMED_UNREAD.name());
    gap.setMessage(
        "Records of "
            + partition
            + " were trimmed before "
            + reader
            + " read them;"
            + " resetting the sources that write there makes them send everything again");
    gap.setOpenedAt(Instant.now());
    return gap;
  }
}
