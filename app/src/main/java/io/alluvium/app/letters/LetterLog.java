package io.alluvium.app.letters;

import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the topic of dead letters; one letter at a time, because each may have 4 MiB. */
final class LetterLog {
  private static final Logger LOG = LoggerFactory.getLogger(LetterLog.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String topic;
  private final Deserializer<DeadLetter> deserializer;
  private final Map<String, Object> clientConfig;

  LetterLog(String topic, SchemaRegistryClient registry, Map<String, Object> clientConfig) {
    this.topic = topic;
    this.deserializer = AvroSerde.of(DeadLetter.class, registry).deserializer();
    this.clientConfig = clientConfig;
  }

  /** Where to begin for what was written since a time; without one, for all there is. */
  Map<TopicPartition, Long> positions(Optional<Instant> since) {
    try (var consumer = consumer()) {
      var partitions = partitions(consumer);
      consumer.assign(partitions);
      var positions = new HashMap<>(consumer.beginningOffsets(partitions));
      if (since.isPresent()) {
        var ends = consumer.endOffsets(partitions);
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(at -> times.put(at, since.get().toEpochMilli()));
        consumer
            .offsetsForTimes(times)
            .forEach((at, found) ->
                positions.put(at, found == null ? offset(ends, at) : found.offset()));
      }
      return positions;
    }
  }

  /** Where the next letters will be. */
  Map<TopicPartition, Long> ends() {
    try (var consumer = consumer()) {
      var partitions = partitions(consumer);
      consumer.assign(partitions);
      return Map.copyOf(consumer.endOffsets(partitions));
    }
  }

  /** Hands over what is there now from these positions on, in the order of each partition. */
  void read(Map<TopicPartition, Long> positions, Consumer<StoredLetter> taker) {
    try (var consumer = consumer()) {
      consumer.assign(positions.keySet());
      positions.forEach(consumer::seek);
      var ends = consumer.endOffsets(positions.keySet());
      while (ends.keySet().stream().anyMatch(at -> consumer.position(at) < offset(ends, at))) {
        for (var record : consumer.poll(POLL)) {
          if (record.offset() < offset(ends, new TopicPartition(topic, record.partition()))) {
            letter(record).ifPresent(taker);
          }
        }
      }
    }
  }

  /** One letter; empty if there is none (any more). */
  Optional<StoredLetter> get(LetterId id) {
    try (var consumer = consumer()) {
      var at = new TopicPartition(topic, id.partition());
      if (!partitions(consumer).contains(at)) {
        return Optional.empty();
      }
      consumer.assign(List.of(at));
      long end = offset(consumer.endOffsets(List.of(at)), at);
      long begin = offset(consumer.beginningOffsets(List.of(at)), at);
      if (id.offset() < begin || id.offset() >= end) {
        return Optional.empty();
      }
      consumer.seek(at, id.offset());
      while (consumer.position(at) < end) {
        for (var record : consumer.poll(POLL)) {
          // An offset may be that of a transaction's end; then the next record is another letter.
          return record.offset() == id.offset() ? letter(record) : Optional.empty();
        }
      }
      return Optional.empty();
    }
  }

  private static long offset(Map<TopicPartition, Long> offsets, TopicPartition at) {
    return offsets.getOrDefault(at, 0L);
  }

  private Optional<StoredLetter> letter(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(
          new StoredLetter(
              new LetterId(record.partition(), record.offset()),
              deserializer.deserialize(topic, record.value())));
    } catch (SerializationException e) {
      LOG.warn(
          "{}-{}@{} is no dead letter and is passed over",
          topic,
          record.partition(),
          record.offset(),
          e);
      return Optional.empty();
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var settings = new HashMap<>(clientConfig);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", false);
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.poll.records", 50);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
