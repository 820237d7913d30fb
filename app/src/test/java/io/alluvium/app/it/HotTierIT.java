package io.alluvium.app.it;

import static io.alluvium.app.it.FileVersions.enriched;
import static io.alluvium.app.it.FileVersions.partition;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.sinks.TierListener;
import io.alluvium.sinks.TierReader;
import io.alluvium.sinks.TierReaderConfig;
import io.alluvium.sinks.TierStatus;
import io.alluvium.sinks.lucene.LuceneResources;
import io.alluvium.sinks.lucene.LuceneTier;
import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.TierHit;
import io.alluvium.sinks.search.TierQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The hot tier on a real broker: transactions, restarts, trimming, assignments. */
@Isolated("measures how long things take")
final class HotTierIT {
  private static final String GROUP = "test-tier-hot";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String EVENTS = TopologyBed.TOPICS.events();
  private static final String ENRICHED = TopologyBed.TOPICS.enriched();

  @TempDir Path directory;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private TopologyBed bed;
  private SchemaRegistryClient registry;
  private KafkaProducer<byte[], byte[]> producer;
  private LuceneResources resources;
  private LuceneTier tier;
  private TierReader reader;

  @BeforeEach
  void start() throws Exception {
    bed = new TopologyBed(directory.resolve("bed"));
    registry = SchemaRegistryClient.of(bed.registryUrl());
    var bytes = new ByteArraySerializer();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bed.bootstrapServers(), "transactional.id", "test"),
            bytes,
            bytes);
    producer.initTransactions();
    open();
  }

  @AfterEach
  void stop() {
    shut();
    producer.close();
    bed.close();
  }

  @Test
  void findsWhatIsCommittedAndNeverWhatIsAborted() {
    transaction(false, event("a", 0, "okapi"));
    transaction(true, event("b", 0, "okapi"));
    await(() -> !found("okapi").isEmpty());
    transaction(true, event("c", 0, "gerenuk"));
    await(() -> found("gerenuk").size() == 1);
    assertThat(found("okapi")).extracting(hit -> hit.title().text()).containsExactly("b");
  }

  @Test
  void tellsTheGroupOffsetsPastTransactionMarkers() throws Exception {
    transaction(true, event("a", 0, "okapi"));
    transaction(false, event("a", 1, "aborted"));
    transaction(true, event("a", 2, "gerenuk"));
    var part = new TopicPartition(EVENTS, partition("a"));
    try (var admin = bed.admin()) {
      long end =
          admin.listOffsets(Map.of(part, OffsetSpec.latest())).partitionResult(part).get().offset();
      await(() -> {
        try {
          var told =
              admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().get(part);
          return told != null && told.offset() == end;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      });
    }
  }

  @Test
  void goesOnAfterARestartWithinSecondsAndAppliesNothingTwice() {
    transaction(true, event("a", 0, "okapi"));
    await(() -> found("okapi").size() == 1);
    shut();
    transaction(true, event("a", 1, "gerenuk"));
    open();
    await(() -> found("gerenuk").size() == 1);
    assertThat(found("okapi")).isEmpty();
    assertThat(reader.status().applied()).isEqualTo(1);
  }

  @Test
  void takesTheEnrichmentWhenItComes() {
    var event = event("a", 0, "okapi");
    transaction(true, event);
    await(() -> found("okapi").size() == 1);
    assertThat(found("okapi").getFirst().language()).isEmpty();
    transaction(true, enriched(event));
    await(() -> found("okapi").getFirst().language().isPresent());
  }

  @Test
  void goesPastWhatIsNotAvro() {
    producer.beginTransaction();
    producer.send(
        new ProducerRecord<>(EVENTS, partition("a"), new byte[0], "junk".getBytes(UTF_8)));
    producer.commitTransaction();
    transaction(true, event("a", 0, "okapi"));
    await(() -> found("okapi").size() == 1);
    assertThat(heard).containsExactly("rejected NOT_AVRO");
  }

  @Test
  void reportsWhatWasTrimmedWhileItWasDown() throws Exception {
    transaction(true, event("a", 0, "okapi"));
    await(() -> found("okapi").size() == 1);
    shut();
    transaction(true, event("a", 1, "lost"));
    transaction(true, event("a", 2, "gerenuk"));
    var part = new TopicPartition(EVENTS, partition("a"));
    try (var admin = bed.admin()) {
      admin.deleteRecords(Map.of(part, RecordsToDelete.beforeOffset(4))).all().get();
    }
    open();
    await(() -> found("gerenuk").size() == 1);
    assertThat(heard).containsExactly("trimmed " + part + " [2, 4)");
  }

  @Test
  void refusesTopicsWithUnequalPartitions() throws Exception {
    await(() -> reader.status().state() == TierStatus.State.RUNNING);
    shut();
    int more = TopologyBed.PARTITIONS + 1;
    try (var admin = bed.admin()) {
      admin.createPartitions(Map.of(ENRICHED, NewPartitions.increaseTo(more))).all().get();
      await(() -> partitions(admin, ENRICHED) == more);
    }
    open();
    await(() -> reader.status().state() == TierStatus.State.FAILED);
    assertThat(reader.status().error().orElseThrow())
        .startsWith("All topics of a tier must have the same number of partitions")
        .contains("{test.enriched=5, test.events=4}");
  }

  private static int partitions(Admin admin, String topic) {
    try {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .partitions()
          .size();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void open() {
    resources = new LuceneResources(TopologyBed.PARTITIONS);
    tier = LuceneTier.hot(directory.resolve("hot"), resources);
    reader =
        new TierReader(
            tier,
            TopologyBed.TOPICS,
            registry,
            Map.of("bootstrap.servers", bed.bootstrapServers()),
            TierReaderConfig.of(GROUP, "one", listener()));
    reader.start();
  }

  private void shut() {
    reader.close();
    tier.close();
    resources.close();
  }

  private List<TierHit> found(String text) {
    return tier.search(new TierQuery(text, TierQuery.Filter.ALL, Access.ALL, 10)).hits();
  }

  private void await(BooleanSupplier done) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Not within " + PATIENCE + ": " + reader.status());
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void transaction(boolean commit, SpecificRecord... values) {
    producer.beginTransaction();
    for (var value : values) {
      producer.send(record(value));
    }
    if (commit) {
      producer.commitTransaction();
    } else {
      producer.flush();
      producer.abortTransaction();
    }
  }

  private ProducerRecord<byte[], byte[]> record(SpecificRecord value) {
    if (value instanceof Event event) {
      var bytes = AvroSerde.of(Event.class, registry).serializer().serialize(EVENTS, event);
      return new ProducerRecord<>(EVENTS, partition(event), key(event), bytes);
    }
    var whole = (EnrichedEvent) value;
    var bytes = AvroSerde.of(EnrichedEvent.class, registry).serializer().serialize(ENRICHED, whole);
    return new ProducerRecord<>(
        ENRICHED, partition(whole.getEvent()), key(whole.getEvent()), bytes);
  }

  private static byte[] key(Event event) {
    return event.getEntityKey().getBytes(UTF_8);
  }

  private static Event event(String path, long revision, String text) {
    return FileVersions.event(path, revision, text, Instant.EPOCH);
  }

  private TierListener listener() {
    return new TierListener() {
      @Override
      public void trimmedUnread(TopicPartition partition, long position, long logStart) {
        heard.add("trimmed " + partition + " [" + position + ", " + logStart + ")");
      }

      @Override
      public void rejected(
          ConsumerRecord<byte[], byte[]> record, FailureReason reason, String message) {
        heard.add("rejected " + reason);
      }
    };
  }
}
