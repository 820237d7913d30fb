package io.alluvium.app.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.app.embedded.EmbeddedBroker;
import io.alluvium.app.embedded.registry.EmbeddedRegistry;
import io.alluvium.app.embedded.registry.RegistryRoutes;
import io.alluvium.app.http.HttpServer;
import io.alluvium.app.node.TopicSetup;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.topology.EnrichConfig;
import io.alluvium.topology.EnrichTopology;
import io.alluvium.topology.GapWriter;
import io.alluvium.topology.IngestConfig;
import io.alluvium.topology.IngestTopology;
import io.alluvium.topology.StreamsSettings;
import io.alluvium.topology.TopologyRunner;
import io.alluvium.topology.conversations.ExtractiveSummariser;
import io.alluvium.topology.conversations.SummaryWorker;
import io.alluvium.topology.conversations.WindowRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/** A broker, a registry and all topics of an installation, for a topology to run on. */
final class TopologyBed implements AutoCloseable {
  static final Topics TOPICS = new Topics("test");
  static final String RAW = TOPICS.raw("files");
  static final int PARTITIONS = 4;
  static final String APPLICATION = "test-ingest";
  static final String ENRICHMENT = "test-enrich";

  /** Longer than a conversation is silent between two batches of a test, crashes included. */
  static final Duration QUIET = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final EmbeddedBroker broker;
  private final EmbeddedRegistry schemas = new EmbeddedRegistry();
  private final HttpServer http;
  private final SchemaRegistryClient registry;

  TopologyBed(Path directory) throws Exception {
    broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
    http = HttpServer.start(0, routes -> RegistryRoutes.mount(routes, schemas, "/registry"));
    try (var admin = admin()) {
      new TopicSetup(admin).ensure(TOPICS.specs(PARTITIONS, List.of("files")));
      admin
          .createTopics(
              List.of(
                  new NewTopic(TOPICS.registry(), 1, (short) 1)
                      .configs(Map.of("cleanup.policy", "compact"))))
          .all()
          .get();
    }
    schemas.start(bootstrapServers(), TOPICS.registry());
    registry = SchemaRegistryClient.of(registryUrl());
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  String registryUrl() {
    return "http://127.0.0.1:" + http.port() + "/registry";
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", (Object) bootstrapServers()));
  }

  /** Ingest, as a node runs it; not started. */
  static TopologyRunner ingest(String bootstrapServers, String registryUrl, Path state) {
    var registry = SchemaRegistryClient.of(registryUrl);
    return new TopologyRunner(
        APPLICATION,
        IngestTopology.describe(
            new IngestConfig(
                TOPICS, PARTITIONS, registry, IngestConfig.DEFAULT_FIRST_SEEN_RETENTION)),
        new StreamsSettings(bootstrapServers, state, 2, Map.of()),
        new GapWriter(APPLICATION, TOPICS, registry, bootstrapServers, Map.of()));
  }

  /**
   * Enrichment; not started. Nothing is cut off by time, and vectors are left out: on two cores
   * they would take longer than all the rest.
   */
  static TopologyRunner enrich(String bootstrapServers, String registryUrl, Path state) {
    var registry = SchemaRegistryClient.of(registryUrl);
    return new TopologyRunner(
        ENRICHMENT,
        EnrichTopology.describe(
            new EnrichConfig(
                TOPICS,
                PARTITIONS,
                registry,
                Set.of("passages"),
                Duration.ofHours(1),
                new WindowRules(Duration.ofDays(1), QUIET))),
        new StreamsSettings(bootstrapServers, state, 2, EnrichTopology.settings()),
        new GapWriter(ENRICHMENT, TOPICS, registry, bootstrapServers, Map.of()));
  }

  /** Writes summaries, without a language model; started. */
  static SummaryWorker summaries(String bootstrapServers, String registryUrl) {
    var place =
        new SummaryWorker.Place(
            TOPICS,
            PARTITIONS,
            SchemaRegistryClient.of(registryUrl),
            "test-summaries",
            "one",
            Map.of("bootstrap.servers", bootstrapServers));
    return SummaryWorker.start(place, new ExtractiveSummariser());
  }

  /** Returns when both topologies have read everything, each other's records too. */
  void awaitAllRead() throws Exception {
    var deadline = System.nanoTime() + 3 * PATIENCE.toNanos();
    try (var admin = admin()) {
      while (!hasReadAll(admin, APPLICATION, Set.of(RAW))
          || !hasReadAll(admin, ENRICHMENT, readByEnrichment(admin))) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("Not all was read");
        }
        Thread.sleep(200);
      }
    }
  }

  private static Set<String> readByEnrichment(Admin admin) throws Exception {
    var topics =
        admin.listTopics().names().get().stream()
            .filter(name -> name.startsWith(ENRICHMENT) && name.endsWith("-repartition"))
            .collect(Collectors.toSet());
    topics.addAll(Set.of(TOPICS.events(), TOPICS.enriched()));
    return topics;
  }

  /** Offsets first: what was written in the same transactions is then below the ends. */
  private static boolean hasReadAll(Admin admin, String group, Set<String> topics)
      throws Exception {
    var offsets = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    var partitions = new HashMap<TopicPartition, OffsetSpec>();
    for (var topic : topics) {
      partitions(topic).forEach(partition -> partitions.put(partition, OffsetSpec.latest()));
    }
    return admin.listOffsets(partitions).all().get().entrySet().stream()
        .allMatch(end ->
            end.getValue().offset() == 0
                || offsets.get(end.getKey()) != null
                    && offsets.get(end.getKey()).offset() >= end.getValue().offset());
  }

  static RawEvent file(String path, String text, long observation) {
    return RawEvent.newBuilder()
        .setSource("laptop")
        .setConnectorType("files")
        .setScope("/work")
        .setKind("file")
        .setEntityKey(EntityKey.file("root", path).value())
        .setVersionOrder(new VersionOrder(0L, 0L, observation))
        .setOccurredAt(Instant.EPOCH)
        .setObservedAt(Instant.EPOCH)
        .setTitle(path)
        .setText(text)
        .setSourcePartition("p")
        .setSourceOffset("o")
        .build();
  }

  void send(List<RawEvent> raws) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers(), "acks", "all", "linger.ms", 5);
    var bytes = new ByteArraySerializer();
    var serializer = AvroSerde.of(RawEvent.class, registry).serializer();
    try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
      for (var raw : raws) {
        var key = new EntityKey(raw.getEntityKey());
        producer.send(
            new ProducerRecord<>(
                RAW,
                key.partition(PARTITIONS),
                key.value().getBytes(UTF_8),
                serializer.serialize(RAW, raw)));
      }
    }
  }

  /** Everything committed on a topic by now. */
  <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
    try (var reading = new Reading<>(topic, type)) {
      return reading.toTheEnd();
    }
  }

  /** The last value of each key of a topic, without those that were taken back. */
  <T extends SpecificRecord> List<T> readLast(String topic, Class<T> type) {
    try (var reading = new Reading<>(topic, type)) {
      reading.toTheEnd();
      return reading.last.values().stream().filter(Objects::nonNull).toList();
    }
  }

  /** Everything committed on a topic, as soon as it is enough. */
  <T extends SpecificRecord> List<T> read(String topic, Class<T> type, Predicate<List<T>> enough) {
    try (var reading = new Reading<>(topic, type)) {
      return reading.until(enough);
    }
  }

  private static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i)).toList();
  }

  /** One reader of a topic, from its beginning. */
  private final class Reading<T extends SpecificRecord> implements AutoCloseable {
    private final String topic;
    private final Deserializer<T> values;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final List<T> read = new ArrayList<>();
    private final Map<String, T> last = new HashMap<>();

    Reading(String topic, Class<T> type) {
      this.topic = topic;
      values = AvroSerde.of(type, registry).deserializer();
      var bytes = new ByteArrayDeserializer();
      Map<String, Object> settings =
          Map.of("bootstrap.servers", bootstrapServers(), "isolation.level", "read_committed");
      consumer = new KafkaConsumer<>(settings, bytes, bytes);
      partitions = partitions(topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }

    List<T> toTheEnd() {
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        poll(Duration.ofMillis(100));
      }
      return read;
    }

    List<T> until(Predicate<List<T>> enough) {
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!enough.test(read)) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("Not enough on " + topic + ": " + read.size());
        }
        poll(Duration.ofMillis(100));
      }
      // What should not be there would come now.
      poll(Duration.ofMillis(300));
      return read;
    }

    private void poll(Duration wait) {
      for (var record : consumer.poll(wait)) {
        read.add(values.deserialize(topic, record.value()));
        last.put(Arrays.toString(record.key()), read.getLast());
      }
    }

    @Override
    public void close() {
      consumer.close();
    }
  }

  @Override
  public void close() {
    schemas.close();
    http.close();
    broker.close();
  }
}
