package io.alluvium.sinks;

import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.schemas.registry.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The log itself. Not thread-safe. */
public final class KafkaReplay implements LogReplay, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Topics topics;
  private final RecordDecoder decoder;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * @param client how to reach Kafka
   */
  public KafkaReplay(Topics topics, SchemaRegistryClient registry, Map<String, Object> client) {
    this.topics = topics;
    this.decoder = new RecordDecoder(topics, EnumSet.allOf(TierTopic.class), registry);
    var settings = new HashMap<>(client);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public boolean has(TierTopic topic, int partition, Instant from) {
    var part = new TopicPartition(topic.in(topics), partition);
    return asking(
        part,
        () -> {
          long begin = begin(part);
          return begin == 0 || first(part, from) > begin;
        });
  }

  @Override
  public void each(
      TierTopic topic, int partition, Instant from, long end, Consumer<TierRecord> each) {
    var part = new TopicPartition(topic.in(topics), partition);
    asking(
        part,
        () -> {
          consumer.assign(List.of(part));
          consumer.seek(part, Math.max(begin(part), first(part, from)));
          long last = Math.min(end, end(part));
          while (consumer.position(part) < last) {
            for (var record : consumer.poll(POLL).records(part)) {
              if (record.offset() < last) {
                try {
                  each.accept(decoder.decode(record));
                } catch (UndecodableRecordException | IllegalArgumentException passedOver) {
                  // So did the reader of the tier, and reported it.
                }
              }
            }
          }
          return true;
        });
  }

  private long begin(TopicPartition part) {
    return consumer.beginningOffsets(List.of(part)).getOrDefault(part, 0L);
  }

  private long first(TopicPartition part, Instant from) {
    var found = consumer.offsetsForTimes(Map.of(part, from.toEpochMilli())).get(part);
    return found != null ? found.offset() : end(part);
  }

  private long end(TopicPartition part) {
    return consumer.endOffsets(List.of(part)).getOrDefault(part, 0L);
  }

  private interface Asking {
    boolean answer();
  }

  private static boolean asking(TopicPartition part, Asking asking) {
    try {
      return asking.answer();
    } catch (KafkaException failure) {
      throw new TierException("The log of " + part + " cannot be read again", failure);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
