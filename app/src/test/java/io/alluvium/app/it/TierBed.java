package io.alluvium.app.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.app.tiers.LiveTier;
import io.alluvium.app.tiers.TierCare;
import io.alluvium.app.tiers.TierSet;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.sinks.Slices;
import io.alluvium.sinks.Tier;
import io.alluvium.sinks.TierListener;
import io.alluvium.sinks.TierReader;
import io.alluvium.sinks.TierReaderConfig;
import io.alluvium.sinks.TierStatus;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.WatchedFiles;
import io.alluvium.sinks.ageing.AgeingPolicy;
import io.alluvium.sinks.iceberg.ColdConfig;
import io.alluvium.sinks.iceberg.ColdTier;
import io.alluvium.sinks.lucene.LuceneResources;
import io.alluvium.sinks.lucene.LuceneTier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The three tiers of a node on a broker of their own, and what looks after them. */
final class TierBed implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final TopologyBed bed;
  private final SchemaRegistryClient registry;
  private final Map<String, Object> client;
  private final KafkaProducer<byte[], byte[]> producer;
  private final LuceneResources resources = new LuceneResources(2 * TopologyBed.PARTITIONS);
  private final List<TierReader> readers = new ArrayList<>();
  final LuceneTier hot;
  final LuceneTier warm;
  final ColdTier cold;
  final TierCare care;

  /** Whether the disk of hot has no room left. */
  volatile boolean full;

  TierBed(Path directory) throws Exception {
    bed = new TopologyBed(directory.resolve("bed"));
    registry = SchemaRegistryClient.of(bed.registryUrl());
    client = Map.of("bootstrap.servers", bed.bootstrapServers());
    var bytes = new ByteArraySerializer();
    producer = new KafkaProducer<>(client, bytes, bytes);
    hot = LuceneTier.hot(WatchedFiles.below(directory.resolve("hot"), this::room), resources);
    warm = LuceneTier.warm(directory.resolve("warm"), true, resources);
    cold = new ColdTier(ColdConfig.local(directory.resolve("cold"), "test"), TopologyBed.TOPICS);
    var live = List.of(new LiveTier(hot, read(hot)), new LiveTier(warm, read(warm)));
    var keeps = Map.of("hot", Duration.ofDays(7), "warm", Duration.ofDays(90));
    care =
        new TierCare(
            new TierSet(live, cold, read(cold), TopologyBed.PARTITIONS),
            new AgeingPolicy(keeps, Duration.ofDays(1)),
            new TierCare.Surroundings(
                TopologyBed.TOPICS, registry, client, InstantSource.system()));
  }

  /** As where the disk of hot is full: nothing is made there. */
  private void room(String what) throws IOException {
    if (full && what.startsWith("make")) {
      throw new IOException("No space left on device");
    }
  }

  /** How a tier is doing. */
  TierStatus status(Tier tier) {
    return readers.stream()
        .map(TierReader::status)
        .filter(status -> status.tier().equals(tier.name()))
        .findFirst()
        .orElseThrow();
  }

  private TierReader read(Tier tier) {
    var name = "test-tier-" + tier.name();
    var config =
        new TierReaderConfig(
            name, name, Duration.ofMillis(100), 20_000, Duration.ofMillis(100), TierListener.NONE);
    var reader = new TierReader(tier, TopologyBed.TOPICS, registry, client, config);
    readers.add(reader);
    reader.start();
    return reader;
  }

  /** A version of a file, as ingest would publish it so many days ago. */
  static Event event(String path, long revision, String text, int daysAgo) {
    var day = LocalDate.now(ZoneOffset.UTC).minusDays(daysAgo);
    return FileVersions.event(path, revision, text, day.atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  /** Publishes events and what was derived from them, and waits until every tier has them. */
  void publish(Event... events) {
    send(events);
    await(() -> committed(hot::slices) && committed(warm::slices) && committed(cold::slices));
  }

  /** Publishes events and what was derived from them. */
  void send(Event... events) {
    for (var event : events) {
      send(TierTopic.EVENTS.in(TopologyBed.TOPICS), event, event);
      send(TierTopic.ENRICHED.in(TopologyBed.TOPICS), event, FileVersions.enriched(event));
    }
    producer.flush();
  }

  private <T extends SpecificRecord> void send(String topic, Event of, T value) {
    @SuppressWarnings("unchecked")
    var type = (Class<T>) value.getClass();
    var bytes = AvroSerde.of(type, registry).serializer().serialize(topic, value);
    int partition = FileVersions.partition(of);
    producer.send(new ProducerRecord<>(topic, partition, of.getEntityKey().getBytes(UTF_8), bytes));
  }

  /** Whether a tier has committed all that there is. */
  boolean committed(IntFunction<Slices> tier) {
    try (var admin = bed.admin()) {
      for (int number = 0; number < TopologyBed.PARTITIONS; number++) {
        for (var topic : List.of(TierTopic.EVENTS, TierTopic.ENRICHED)) {
          var part = new TopicPartition(topic.in(TopologyBed.TOPICS), number);
          long end =
              admin
                  .listOffsets(Map.of(part, OffsetSpec.latest()))
                  .partitionResult(part)
                  .get()
                  .offset();
          if (tier.apply(number).standing().offsets().of(part).orElse(0) < end) {
            return false;
          }
        }
      }
      return true;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  void await(BooleanSupplier done) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "Not within " + PATIENCE + ": " + readers.stream().map(TierReader::status).toList());
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    care.close();
    readers.forEach(TierReader::close);
    hot.close();
    warm.close();
    cold.close();
    resources.close();
    producer.close();
    bed.close();
  }
}
