import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * How soon a node works again after kill -9 under load: it knows 5,000,000 entities and 10,000,000
 * superseded hashes. Arguments: a directory, which is filled if it is not there (some 10 GB) and
 * can be used again, and the part of all that (1) to fill it with.
 */
final class Recovery {
  private static final int PARTITIONS = 8;
  private static final int ENTITIES = 5_000_000;
  private static final int VERSIONS = 3;

  /** What waits for ingest, and is half done, when the node is killed. */
  private static final int LOAD = 200_000;

  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final String RAW = TOPICS.raw("files");

  /** Of events, what is left for the tiers: their own start is not what this measures. */
  private static final long LEFT = 1_000;

  private final Path data;

  /** Versions of a second time are newer than those of the first. */
  private long observation = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());

  private Recovery(Path data) {
    this.data = data;
  }

  public static void main(String[] arguments) throws Exception {
    var directory = Path.of(arguments[0]).toAbsolutePath();
    var filled = directory.resolve("filled");
    var bench = new Recovery(directory.resolve("data"));
    if (!Files.exists(filled)) {
      var part = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
      bench.fill((int) (ENTITIES * part));
      Files.writeString(filled, "" + (int) (ENTITIES * part));
    }
    bench.kill(Integer.parseInt(Files.readString(filled)));
    bench.measure();
    System.exit(0);
  }

  /** Every version of every entity. */
  private void fill(int entities) throws Exception {
    try (var node = NodeUnderTest.with(data, "ingest")) {
      node.await(node::ready);
      try (var admin = admin(node);
          var producer = producer(node)) {
        var serializer = serializer(node);
        for (int version = 0; version < VERSIONS; version++) {
          for (int i = 0; i < entities; i++) {
            send(producer, serializer, i);
          }
          System.out.printf("Version %d of %,d entities sent%n", version, entities);
        }
        producer.flush();
        node.await(() -> left(admin) == 0);
        trimEvents(admin);
      }
    }
  }

  /** Kills a node that ingests. */
  private void kill(int entities) throws Exception {
    var node = NodeUnderTest.with(data, "ingest");
    node.await(node::ready);
    try (var admin = admin(node);
        var producer = producer(node)) {
      var serializer = serializer(node);
      var before = sum(admin, TOPICS.events(), OffsetSpec.latest());
      for (int i = 0; i < LOAD; i++) {
        send(producer, serializer, i % entities);
      }
      node.await(() -> unchecked(admin, TOPICS.events()) > before + LOAD / 2);
      System.out.printf("Killed while %,d raw events waited%n", left(admin));
      node.kill();
    }
  }

  private void measure() throws Exception {
    var begin = System.nanoTime();
    try (var node = NodeUnderTest.with(data, "connect,ingest,enrich,serve")) {
      node.await(() -> node.answers("/api/v1/search?q=entity"));
      System.out.printf("search answers after %.1f s%n", seconds(begin));
      try (var admin = admin(node)) {
        var before = sum(admin, TOPICS.events(), OffsetSpec.latest());
        node.await(() -> unchecked(admin, TOPICS.events()) > before + PARTITIONS);
        System.out.printf("ingest publishes after %.1f s%n", seconds(begin));
        node.await(node::ready);
        System.out.printf("every part runs after %.1f s%n", seconds(begin));
        node.await(() -> left(admin) == 0);
        System.out.printf("all that waited is ingested after %.1f s%n", seconds(begin));
        trimEvents(admin);
      }
      System.out.printf("%,d MB RSS%n", node.residentMegabytes());
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private void send(
      KafkaProducer<byte[], byte[]> producer,
      Serializer<RawEvent> serializer,
      int entity) {
    var key = EntityKey.file("root", "p/" + entity + ".txt");
    var raw =
        RawEvent.newBuilder()
            .setSource("bench")
            .setConnectorType("files")
            .setScope("/work")
            .setKind("file")
            .setEntityKey(key.value())
            .setVersionOrder(new VersionOrder(0L, 0L, ++observation))
            .setOccurredAt(Instant.EPOCH)
            .setObservedAt(Instant.EPOCH)
            .setTitle("p/" + entity + ".txt")
            .setText("entity " + entity + " seen " + observation)
            .setSourcePartition("p")
            .setSourceOffset("o")
            .build();
    producer.send(
        new ProducerRecord<>(
            RAW,
            key.partition(PARTITIONS),
            key.value().getBytes(UTF_8),
            serializer.serialize(RAW, raw)));
  }

  private void trimEvents(Admin admin) throws Exception {
    var deletions = new LinkedHashMap<TopicPartition, RecordsToDelete>();
    offsets(admin, TOPICS.events(), OffsetSpec.latest()).forEach((partition, end) ->
        deletions.put(partition, RecordsToDelete.beforeOffset(Math.max(0, end - LEFT))));
    admin.deleteRecords(deletions).all().get();
  }

  /** Raw records that ingest has not committed. */
  private static long left(Admin admin) throws IOException {
    try {
      long committed = 0;
      for (var group : admin.listGroups().all().get()) {
        if (group.groupId().endsWith("ingest")) {
          var offsets = admin.listConsumerGroupOffsets(group.groupId());
          for (var offset : offsets.partitionsToOffsetAndMetadata().get().entrySet()) {
            committed += offset.getKey().topic().equals(RAW) ? offset.getValue().offset() : 0;
          }
        }
      }
      return sum(admin, RAW, OffsetSpec.latest()) - committed;
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static long unchecked(Admin admin, String topic) throws IOException {
    try {
      return sum(admin, topic, OffsetSpec.latest());
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static long sum(Admin admin, String topic, OffsetSpec spec)
      throws ExecutionException, InterruptedException {
    return offsets(admin, topic, spec).values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<TopicPartition, Long> offsets(Admin admin, String topic, OffsetSpec spec)
      throws ExecutionException, InterruptedException {
    var asked = new LinkedHashMap<TopicPartition, OffsetSpec>();
    for (int i = 0; i < PARTITIONS; i++) {
      asked.put(new TopicPartition(topic, i), spec);
    }
    var offsets = new LinkedHashMap<TopicPartition, Long>();
    admin.listOffsets(asked).all().get().forEach((partition, found) ->
        offsets.put(partition, found.offset()));
    return offsets;
  }

  private static Admin admin(NodeUnderTest node) {
    return Admin.create(Map.of("bootstrap.servers", (Object) ("127.0.0.1:" + node.kafkaPort)));
  }

  private static KafkaProducer<byte[], byte[]> producer(NodeUnderTest node) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", "127.0.0.1:" + node.kafkaPort,
            "linger.ms", 20,
            "compression.type", "lz4");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Serializer<RawEvent> serializer(NodeUnderTest node) {
    var registry = SchemaRegistryClient.of("http://127.0.0.1:" + node.httpPort + "/registry");
    return AvroSerde.of(RawEvent.class, registry).serializer();
  }
}
