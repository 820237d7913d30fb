import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
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
import io.alluvium.topology.IngestConfig;
import io.alluvium.topology.IngestTopology;
import io.alluvium.topology.StreamsSettings;
import io.alluvium.topology.TopologyRunner;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * Raw to events: the whole of ingest beside a topology that only decodes and encodes, interleaved,
 * exactly once, with the shipped settings, on an embedded broker in the same JVM; then the time one
 * event takes on an idle machine. 30 % of the records are duplicates.
 */
final class Ingest {
  private static final int PARTITIONS = 8;
  private static final int ROUNDS = 4;
  private static final Topics TOPICS = new Topics("bench");
  private static final String RAW = TOPICS.raw("files");

  private final int records;
  private final Path directory;
  private final String bootstrap;
  private final SchemaRegistryClient registry;
  private int unique;
  private int runs;

  private Ingest(int records, Path directory, String bootstrap, SchemaRegistryClient registry) {
    this.records = records;
    this.directory = directory;
    this.bootstrap = bootstrap;
    this.registry = registry;
  }

  public static void main(String[] arguments) throws Exception {
    var records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500_000;
    var directory = Files.createTempDirectory("alluvium-bench");
    var schemas = new EmbeddedRegistry();
    try (var broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
        var http = HttpServer.start(0, r -> RegistryRoutes.mount(r, schemas, "/registry"));
        schemas) {
      createTopics(broker.bootstrapServers());
      schemas.start(broker.bootstrapServers(), TOPICS.registry());
      var registry = SchemaRegistryClient.of("http://127.0.0.1:" + http.port() + "/registry");
      new Ingest(records, directory, broker.bootstrapServers(), registry).run();
    } finally {
      org.apache.kafka.common.utils.Utils.delete(directory.toFile());
    }
    System.exit(0);
  }

  private static void createTopics(String bootstrap) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrap))) {
      new TopicSetup(admin).ensure(TOPICS.specs(PARTITIONS, List.of("files")));
      var compact = Map.of("cleanup.policy", "compact");
      admin
          .createTopics(List.of(new NewTopic(TOPICS.registry(), 1, (short) 1).configs(compact)))
          .all()
          .get();
    }
  }

  private void run() throws Exception {
    produce();
    System.out.printf("%d raw events of some 500 bytes, %d of them new%n", records, unique);
    for (int round = 1; round <= ROUNDS; round++) {
      measure("pass-through", passThrough(), records, TOPICS.enriched());
      measure("ingest", ingest(), unique, TOPICS.events());
    }
    latency();
  }

  /** The floor: what decoding and encoding cost on Kafka Streams with the same settings. */
  private Topology passThrough() {
    var builder = new StreamsBuilder();
    var raw = AvroSerde.of(RawEvent.class, registry);
    builder.stream(RAW, Consumed.with(Serdes.ByteArray(), raw))
        .mapValues(event -> event)
        .to(TOPICS.enriched(), Produced.with(Serdes.ByteArray(), raw));
    return builder.build();
  }

  private Topology ingest() {
    return IngestTopology.describe(
        new IngestConfig(
            TOPICS, PARTITIONS, registry, IngestConfig.DEFAULT_FIRST_SEEN_RETENTION));
  }

  private TopologyRunner runner(Topology topology) {
    var name = "bench-" + runs++;
    return new TopologyRunner(
        name,
        topology,
        new StreamsSettings(bootstrap, directory.resolve(name), 2, Map.of()),
        (partition, from, to) -> {});
  }

  private void measure(String name, Topology topology, int expected, String output) {
    try (var out = reader(output);
        var runner = runner(topology)) {
      var cpu = cpu();
      runner.start();
      long start = 0;
      long early = 0;
      long read = 0;
      while (read < expected) {
        read += out.poll(Duration.ofMillis(100)).count();
        if (start == 0 && read > expected / 10) {
          start = System.nanoTime();
          early = read;
        }
      }
      var seconds = (System.nanoTime() - start) / 1e9;
      var rate = (double) (read - early) / expected * records / seconds;
      System.out.printf(
          "%-14s %,9.0f raw/s, %5.1f us of CPU per raw event, broker and reader included%n",
          name, rate, (cpu() - cpu) / 1e3 / records);
    }
  }

  private void latency() throws Exception {
    var times = new long[100];
    try (var runner = runner(ingest())) {
      runner.start();
      while (!runner.running()) {
        Thread.sleep(50);
      }
      Thread.sleep(15_000);
      try (var out = reader(TOPICS.events());
          var producer = producer(0)) {
        for (int i = 0; i < times.length; i++) {
          var start = System.nanoTime();
          send(producer, raw(records + i, records + i));
          producer.flush();
          while (out.poll(Duration.ofMillis(20)).isEmpty()) {}
          times[i] = (System.nanoTime() - start) / 1_000_000;
          Thread.sleep(137);
        }
      }
    }
    Arrays.sort(times);
    System.out.printf(
        "raw to committed event: median %d ms, p90 %d ms, longest %d ms%n",
        times[50], times[90], times[99]);
  }

  private void produce() {
    var random = new SplittableRandom(7);
    try (var producer = producer(20)) {
      for (int i = 0; i < records; i++) {
        var known = i > 100 && random.nextInt(10) < 3;
        send(producer, raw(known ? random.nextInt(unique) : unique++, i + 1));
      }
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, RawEvent raw) {
    var key = new EntityKey(raw.getEntityKey());
    var value = AvroSerde.of(RawEvent.class, registry).serializer().serialize(RAW, raw);
    producer.send(
        new ProducerRecord<>(RAW, key.partition(PARTITIONS), key.value().getBytes(UTF_8), value));
  }

  private static RawEvent raw(int id, long observation) {
    var letters = new SplittableRandom(id);
    var text = new StringBuilder(380);
    for (int i = 0; i < 380; i++) {
      text.append((char) ('a' + letters.nextInt(26)));
    }
    return RawEvent.newBuilder()
        .setSource("bench")
        .setConnectorType("files")
        .setScope("/work")
        .setKind("file")
        .setEntityKey(EntityKey.file("root", "p/" + id + ".txt").value())
        .setVersionOrder(new VersionOrder(0L, 0L, observation))
        .setOccurredAt(Instant.EPOCH)
        .setObservedAt(Instant.EPOCH)
        .setTitle("p/" + id + ".txt")
        .setText(text.toString())
        .setSourcePartition("p")
        .setSourceOffset("o")
        .build();
  }

  private KafkaProducer<byte[], byte[]> producer(int lingerMs) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrap, "linger.ms", lingerMs, "compression.type", "lz4");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Reads what is committed from now on. */
  private KafkaConsumer<byte[], byte[]> reader(String topic) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrap,
            "isolation.level", "read_committed",
            "max.poll.records", 5_000,
            "fetch.max.wait.ms", 50);
    var bytes = new ByteArrayDeserializer();
    var consumer = new KafkaConsumer<>(settings, bytes, bytes);
    var partitions = new ArrayList<TopicPartition>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }

  private static long cpu() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime();
  }
}
