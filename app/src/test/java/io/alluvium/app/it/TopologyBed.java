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
import io.alluvium.topology.GapWriter;
import io.alluvium.topology.IngestConfig;
import io.alluvium.topology.IngestTopology;
import io.alluvium.topology.StreamsSettings;
import io.alluvium.topology.TopologyRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker, a registry and all topics of an installation, for a topology to run on. */
final class TopologyBed implements AutoCloseable {
  static final Topics TOPICS = new Topics("test");
  static final String RAW = TOPICS.raw("files");
  static final int PARTITIONS = 4;
  static final String APPLICATION = "test-ingest";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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

  /** Everything committed on a topic, as soon as it is enough. */
  <T extends SpecificRecord> List<T> read(String topic, Class<T> type, Predicate<List<T>> enough) {
    var deserializer = AvroSerde.of(type, registry).deserializer();
    var bytes = new ByteArrayDeserializer();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers(), "isolation.level", "read_committed");
    var values = new ArrayList<T>();
    try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      var partitions = new ArrayList<TopicPartition>();
      for (int i = 0; i < PARTITIONS; i++) {
        partitions.add(new TopicPartition(topic, i));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!enough.test(values)) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("Not enough on " + topic + ": " + values.size());
        }
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          values.add(deserializer.deserialize(topic, record.value()));
        }
      }
      // What should not be there would come now.
      for (var record : consumer.poll(Duration.ofMillis(300))) {
        values.add(deserializer.deserialize(topic, record.value()));
      }
    }
    return values;
  }

  @Override
  public void close() {
    schemas.close();
    http.close();
    broker.close();
  }
}
