package io.alluvium.app.tiers;

import io.alluvium.schemas.SliceAgeing;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.ageing.AgeingLedger;
import io.alluvium.sinks.ageing.SliceId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;

/**
 * Topic {@code ageing}, as far as it is about one replica of the tiers. A slice is written about by
 * the node that has its shard; what others wrote before is read by {@link #refresh}. Thread-safe.
 */
final class AgeingLog implements AgeingLedger, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final char SEPARATOR = '\0';

  private final String topic;
  private final int replica;
  private final Map<String, Object> client;
  private final Serde<SliceAgeing> serde;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<SliceId, SliceAgeing> newest = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> read = new HashMap<>();

  /**
   * Reads what there is.
   *
   * @param replica of which it is
   * @param client how to reach Kafka
   */
  AgeingLog(String topic, int replica, SchemaRegistryClient registry, Map<String, Object> client) {
    this.topic = topic;
    this.replica = replica;
    this.client = Map.copyOf(client);
    this.serde = AvroSerde.of(SliceAgeing.class, registry);
    var settings = new HashMap<>(client);
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    settings.put("linger.ms", 0);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      refresh();
    } catch (RuntimeException failure) {
      producer.close(Duration.ZERO);
      throw failure;
    }
  }

  /** Reads what has been written since, by whomever. */
  synchronized void refresh() {
    try (var consumer = consumer(client)) {
      read(consumer);
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> client) {
    var settings = new HashMap<>(client);
    settings.put("enable.auto.commit", false);
    settings.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> parts =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(parts);
    var starts = consumer.beginningOffsets(parts);
    parts.forEach(
        at -> consumer.seek(at, Math.max(read.getOrDefault(at, 0L), starts.getOrDefault(at, 0L))));
    var ends = consumer.endOffsets(parts);
    while (parts.stream().anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
      for (var record : consumer.poll(POLL)) {
        var value = serde.deserializer().deserialize(topic, record.value());
        if (value.getReplica() == replica) {
          newest.put(SliceId.of(value), value);
        }
      }
    }
    parts.forEach(at -> read.put(at, consumer.position(at)));
  }

  @Override
  public Optional<SliceAgeing> get(SliceId slice) {
    return Optional.ofNullable(newest.get(slice));
  }

  @Override
  public Collection<SliceAgeing> all() {
    return List.copyOf(newest.values());
  }

  @Override
  public void put(SliceAgeing record) {
    var slice = SliceId.of(record);
    var key =
        String.join(
            String.valueOf(SEPARATOR),
            slice.tier(),
            Integer.toString(slice.shard()),
            slice.day() + (replica == 0 ? "" : SEPARATOR + Integer.toString(replica)));
    record.setReplica(replica);
    try {
      var value = serde.serializer().serialize(topic, record);
      var sent =
          new ProducerRecord<>(topic, slice.shard(), key.getBytes(StandardCharsets.UTF_8), value);
      producer.send(sent).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      newest.put(slice, record);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TierException("Interrupted while writing about " + slice, interrupted);
    } catch (ExecutionException | TimeoutException | KafkaException failure) {
      throw new TierException("Nothing could be written about " + slice, failure);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
