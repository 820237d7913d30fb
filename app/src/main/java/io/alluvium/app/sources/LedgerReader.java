package io.alluvium.app.sources;

import io.alluvium.schemas.CoverageClaim;
import io.alluvium.schemas.Cursor;
import io.alluvium.schemas.Gap;
import io.alluvium.schemas.SourceRun;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link Ledger} up to date: reads the compacted topics from their beginning and follows
 * them. Belongs to no group and commits nothing.
 */
public final class LedgerReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerReader.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Ledger ledger = new Ledger();
  private final RunLedger runs = new RunLedger();
  private final Map<String, BiConsumer<String, byte @Nullable []>> handlers = new HashMap<>();
  private final Map<String, Object> clientConfig;
  private final Thread thread = Thread.ofPlatform().daemon().name("ledger").unstarted(this::run);
  private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
  private volatile boolean closing;

  /**
   * Prepares a reader; {@link #start} begins.
   *
   * @param clientConfig how to reach Kafka
   */
  public LedgerReader(
      Topics topics, SchemaRegistryClient registry, Map<String, Object> clientConfig) {
    this.clientConfig = Map.copyOf(clientConfig);
    handle(topics.coverage(), CoverageClaim.class, registry, ledger::claim);
    handle(
        topics.cursors(),
        Cursor.class,
        registry,
        (key, cursor) -> {
          ledger.cursor(key, cursor);
          runs.cursor(key, cursor);
        });
    handle(topics.runs(), SourceRun.class, registry, runs::run);
    handle(topics.gaps(), Gap.class, registry, ledger::gap);
  }

  /** Begins to read, on a thread of its own. */
  public void start() {
    thread.start();
  }

  Ledger ledger() {
    return ledger;
  }

  RunLedger runs() {
    return runs;
  }

  /** New versions that ingest has published since the installation began. */
  public long published() {
    return ledger.published();
  }

  @Override
  public void close() {
    closing = true;
    var open = consumer;
    if (open != null) {
      open.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T extends SpecificRecord> void handle(
      String topic,
      Class<T> type,
      SchemaRegistryClient registry,
      BiConsumer<String, @Nullable T> target) {
    Deserializer<T> deserializer = AvroSerde.of(type, registry).deserializer();
    handlers.put(
        topic,
        (key, bytes) ->
            target.accept(key, bytes == null ? null : deserializer.deserialize(topic, bytes)));
  }

  private void run() {
    while (!closing) {
      try (var opened =
          new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
        consumer = opened;
        var partitions = partitions(opened);
        opened.assign(partitions);
        opened.seekToBeginning(partitions);
        while (!closing) {
          opened.poll(POLL).forEach(this::take);
        }
      } catch (WakeupException e) {
        LOG.debug("Woken up to close", e);
      } catch (RuntimeException e) {
        LOG.warn("The coverage ledger cannot be read; it is tried again", e);
        pause();
      } finally {
        consumer = null;
      }
    }
  }

  private List<TopicPartition> partitions(KafkaConsumer<String, byte[]> opened) {
    return handlers.keySet().stream()
        .flatMap(topic -> opened.partitionsFor(topic).stream())
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    var handler = handlers.get(record.topic());
    if (handler == null || record.key() == null) {
      return;
    }
    try {
      handler.accept(record.key(), record.value());
    } catch (SerializationException e) {
      LOG.warn(
          "Record {}-{}@{} cannot be decoded and is left out of the ledger",
          record.topic(),
          record.partition(),
          record.offset(),
          e);
    }
  }

  private Map<String, Object> settings() {
    var settings = new HashMap<>(clientConfig);
    settings.put("client.id", "alluvium-ledger");
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", false);
    settings.put("auto.offset.reset", "earliest");
    return settings;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
