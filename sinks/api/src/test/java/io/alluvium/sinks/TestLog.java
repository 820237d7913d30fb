package io.alluvium.sinks;

import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.UndecodableRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Topics {@code events} and {@code enriched} in memory, read with Kafka's own test consumer. */
final class TestLog {
  static final Topics TOPICS = new Topics("test");

  private interface Read<T> {
    T from(ByteBuffer bytes) throws IOException;
  }

  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
  private final Map<TopicPartition, Long> starts = new HashMap<>();

  TestLog(int partitions) {
    for (int number = 0; number < partitions; number++) {
      records.put(events(number), new ArrayList<>());
      records.put(enriched(number), new ArrayList<>());
    }
  }

  static TopicPartition events(int number) {
    return new TopicPartition(TOPICS.events(), number);
  }

  static TopicPartition enriched(int number) {
    return new TopicPartition(TOPICS.enriched(), number);
  }

  /** Decodes what this log holds: Avro's own framing instead of a registry's. */
  static RecordDecoder decoder() {
    return new RecordDecoder(
        TOPICS,
        (topic, bytes) -> read(bytes, Event::fromByteBuffer),
        (topic, bytes) -> read(bytes, EnrichedEvent::fromByteBuffer));
  }

  private static <T extends SpecificRecordBase> T read(byte[] bytes, Read<T> read) {
    try {
      return read.from(ByteBuffer.wrap(bytes));
    } catch (IOException | RuntimeException broken) {
      throw new UndecodableRecordException(FailureReason.NOT_AVRO, "not Avro", broken);
    }
  }

  void append(int number, TestEvent event) {
    append(events(number), bytes(event.event()));
  }

  void appendEnriched(int number, TestEvent event) {
    var enrichment = event.enriched(1).enrichment();
    append(enriched(number), bytes(new EnrichedEvent(event.event(), enrichment)));
  }

  void append(TopicPartition part, byte @Nullable [] value) {
    var log = records.get(part);
    log.add(new ConsumerRecord<>(part.topic(), part.partition(), end(part), new byte[0], value));
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
      var buffer =
          value instanceof Event event
              ? event.toByteBuffer()
              : ((EnrichedEvent) value).toByteBuffer();
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException impossible) {
      throw new IllegalStateException("Events of tests are valid", impossible);
    }
  }
}
