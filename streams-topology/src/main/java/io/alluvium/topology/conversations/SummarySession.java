package io.alluvium.topology.conversations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.ConversationWindow;
import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.Summary;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.UndecodableRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** A worker's clients, from one failure to the next. One thread, but for {@link #abandon}. */
final class SummarySession implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  /** Longer than a model may take for one window. */
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(15);

  private static final int THREADS = 4;
  private static final Duration TRANSACTION = Duration.ofSeconds(30);

  private final SummaryWorker.Place place;
  private final Summariser summariser;
  private final SummaryCounters counters;
  private final ExecutorService executor;
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private volatile boolean abandoned;

  /** What becomes of one window; no summary where it is withdrawn. */
  private record Outcome(
      ProducerRecord<byte[], byte[]> record, Optional<Gist> gist, boolean isSummary) {}

  SummarySession(SummaryWorker.Place place, Summariser summariser, SummaryCounters counters) {
    this.place = place;
    this.summariser = summariser;
    this.counters = counters;
    this.consumer =
        new KafkaConsumer<>(
            consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.producer =
        new KafkaProducer<>(
            producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
    this.executor =
        Executors.newFixedThreadPool(
            Math.min(THREADS, summariser.atOnce()),
            Thread.ofPlatform().daemon().name("summary-", 1).factory());
    consumer.subscribe(List.of(place.topics().conversations()));
    producer.initTransactions();
  }

  boolean isAssigned() {
    return !consumer.assignment().isEmpty();
  }

  /** Summarises what is due next, and commits it. */
  void round() throws InterruptedException {
    var records = consumer.poll(POLL);
    if (records.isEmpty()) {
      return;
    }
    var outcomes = outcomes(records);
    if (abandoned) {
      return;
    }
    producer.beginTransaction();
    // What cannot be sent fails the commit.
    outcomes.forEach(outcome -> producer.send(outcome.record()));
    producer.sendOffsetsToTransaction(records.nextOffsets(), consumer.groupMetadata());
    producer.commitTransaction();
    outcomes.forEach(this::count);
  }

  /** Gives up what is being done; nothing of it is committed. Called from another thread. */
  void abandon() {
    abandoned = true;
    executor.shutdownNow();
    consumer.wakeup();
  }

  @Override
  public void close() {
    executor.shutdownNow();
    // What is open on the broker is aborted by the next transaction of the same name.
    producer.close(Duration.ofSeconds(5));
    consumer.close();
  }

  private void count(Outcome outcome) {
    outcome.gist().ifPresent(counters::written);
    if (outcome.isSummary() && outcome.gist().isEmpty()) {
      counters.withdrawn();
    }
  }

  private List<Outcome> outcomes(ConsumerRecords<byte[], byte[]> records)
      throws InterruptedException {
    var running = new ArrayList<Future<Outcome>>();
    for (var record : records) {
      running.add(executor.submit(() -> outcome(record)));
    }
    var outcomes = new ArrayList<Outcome>();
    for (var each : running) {
      try {
        outcomes.add(each.get());
      } catch (ExecutionException e) {
        if (abandoned || e.getCause() instanceof InterruptedException) {
          throw new InterruptedException("Abandoned");
        }
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      }
    }
    return outcomes;
  }

  private Outcome outcome(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    ConversationWindow window;
    try {
      window =
          AvroSerde.of(ConversationWindow.class, place.registry())
              .deserializer()
              .deserialize(record.topic(), record.value());
    } catch (UndecodableRecordException e) {
      return new Outcome(deadLetter(record, e), Optional.empty(), false);
    }
    if (window.getMessages().isEmpty()) {
      return new Outcome(record(window, null), Optional.empty(), true);
    }
    var gist = summariser.summarise(window);
    var summary = SummaryRecord.of(window, gist, Instant.now());
    return new Outcome(record(window, summary), Optional.of(gist), true);
  }

  private ProducerRecord<byte[], byte[]> record(
      ConversationWindow window, @Nullable Summary summary) {
    var topic = place.topics().summaries();
    var key = Window.of(window).recordKey();
    var partition = partition(window.getConversation().getBytes(UTF_8));
    return summary == null
        ? new ProducerRecord<>(topic, partition, key, null)
        : new ProducerRecord<>(
            topic,
            partition,
            key,
            AvroSerde.of(Summary.class, place.registry()).serializer().serialize(topic, summary),
            SummaryRecord.headers(summary));
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      ConsumerRecord<byte[], byte[]> record, UndecodableRecordException e) {
    var letter = new DeadLetter();
    letter.setReason(e.reason().name());
    letter.setMessage(String.valueOf(e.getMessage()));
    letter.setTopic(record.topic());
    letter.setPartition(record.partition());
    letter.setOffset(record.offset());
    letter.setKey(record.key() == null ? null : ByteBuffer.wrap(record.key()));
    letter.setValue(record.value() == null ? null : ByteBuffer.wrap(record.value()));
    letter.setHeaders(Map.of());
    letter.setFailedAt(Instant.now());
    var topic = place.topics().deadLetters();
    var value =
        AvroSerde.of(DeadLetter.class, place.registry()).serializer().serialize(topic, letter);
    return new ProducerRecord<>(
        topic,
        record.partition() % place.partitions(),
        record.key(),
        value,
        new RecordHeaders().add("reason", e.reason().name().getBytes(UTF_8)));
  }

  private int partition(byte[] key) {
    return Utils.toPositive(Utils.murmur2(key)) % place.partitions();
  }

  private Map<String, Object> consumerSettings() {
    var settings = new HashMap<>(place.client());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, place.group());
    settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, place.node());
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, summariser.atOnce());
    settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) LONGEST_ROUND.toMillis());
    return settings;
  }

  private Map<String, Object> producerSettings() {
    var settings = new HashMap<>(place.client());
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, place.group() + "-" + place.node());
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION.toMillis());
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_MESSAGE_BYTES);
    return settings;
  }
}
