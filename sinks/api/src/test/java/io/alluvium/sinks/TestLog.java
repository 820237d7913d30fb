package io.alluvium.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.UndecodableRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The topics of tiers in memory, read with Kafka's own test consumer. */
final class TestLog {
  static final Topics TOPICS = new Topics("test");

  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
  private final Map<TopicPartition, Long> starts = new HashMap<>();

  TestLog(int partitions) {
    for (int number = 0; number < partitions; number++) {
      parts(number).forEach(part -> records.put(part, new ArrayList<>()));
    }
  }

  static TopicPartition events(int number) {
    return part(TierTopic.EVENTS, number);
  }

  static TopicPartition enriched(int number) {
    return part(TierTopic.ENRICHED, number);
  }

  static TopicPartition part(TierTopic topic, int number) {
    return new TopicPartition(topic.in(TOPICS), number);
  }

  /** Partition {@code number} of every topic of tiers. */
  static List<TopicPartition> parts(int number) {
    return Arrays.stream(TierTopic.values()).map(topic -> part(topic, number)).toList();
  }

  /** Decodes what this log holds: Avro's own framing instead of a registry's. */
  static RecordDecoder decoder() {
    return new RecordDecoder(
        TOPICS,
        EnumSet.allOf(TierTopic.class),
        new RecordDecoder.Values() {
          @Override
          public <T extends SpecificRecordBase> Deserializer<T> of(Class<T> type) {
            return (topic, bytes) -> read(type, bytes);
          }
        });
  }

  private static <T extends SpecificRecordBase> T read(Class<T> type, byte[] bytes) {
    try {
      return type.cast(decoder(type).decode(bytes));
    } catch (IOException | RuntimeException broken) {
      throw new UndecodableRecordException(FailureReason.NOT_AVRO, "not Avro", broken);
    }
  }

  private static BinaryMessageDecoder<?> decoder(Class<?> type) {
    return new BinaryMessageDecoder<>(
        SpecificData.getForClass(type), SpecificData.get().getSchema(type));
  }

  void append(int number, TestEvent event) {
    append(events(number), bytes(event.event()));
  }

  void appendEnriched(int number, TestEvent event) {
    var enrichment = event.enriched(1).enrichment();
    append(enriched(number), bytes(new EnrichedEvent(event.event(), enrichment)));
  }

  /** A state of a key; null takes it back. */
  void append(TopicPartition part, String key, @Nullable SpecificRecordBase value) {
    append(part, key.getBytes(UTF_8), value == null ? null : bytes(value));
  }

  void append(TopicPartition part, byte @Nullable [] value) {
    append(part, new byte[0], value);
  }

  private void append(TopicPartition part, byte[] key, byte @Nullable [] value) {
    records
        .get(part)
        .add(new ConsumerRecord<>(part.topic(), part.partition(), end(part), key, value));
  }

  void trim(TopicPartition part, long start) {
    starts.put(part, start);
  }

  List<TopicPartition> parts() {
    return List.copyOf(records.keySet());
  }

  /** A consumer to which all partitions are assigned in its first poll, with all their records. */
  MockConsumer<byte[], byte[]> consumer() {
    var consumer = new MockConsumer<byte[], byte[]>("none");
    consumer.schedulePollTask(() -> {
      announce(consumer);
      consumer.rebalance(parts());
      feed(consumer);
    });
    return consumer;
  }

  /** Tells a consumer where each partition begins and ends now. */
  void announce(MockConsumer<byte[], byte[]> consumer) {
    for (var part : parts()) {
      consumer.updateBeginningOffsets(Map.of(part, starts.getOrDefault(part, 0L)));
      consumer.updateEndOffsets(Map.of(part, end(part)));
    }
  }

  private void feed(MockConsumer<byte[], byte[]> consumer) {
    records.forEach((part, log) ->
        log.stream()
            .filter(record -> record.offset() >= starts.getOrDefault(part, 0L))
            .forEach(consumer::addRecord));
  }

  private long end(TopicPartition part) {
    return records.get(part).size();
  }

  private static byte[] bytes(SpecificRecordBase value) {
    try {
      var data = value.getSpecificData();
      var buffer = new BinaryMessageEncoder<Object>(data, value.getSchema()).encode(value);
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException impossible) {
      throw new IllegalStateException("Events of tests are valid", impossible);
    }
  }
}
