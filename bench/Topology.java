import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.app.node.TopicSetup;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Ingest beside a topology that only decodes and encodes, and its hash and dedupe beside Flink's:
 * exactly once, the same Avro decode and encode, one broker, each peer in a JVM of its own, runs
 * interleaved. Arguments: records (2,000,000), rounds (5), and peers, if not all.
 */
final class Topology {
  private static final int PARTITIONS = 8;
  private static final Topics TOPICS = new Topics("bench");
  private static final String RAW = TOPICS.raw("files");

  /** Where pass-through and Flink write. */
  private static final String OUT = TOPICS.enriched();

  private static final List<String> PEERS =
      List.of("pass-through", "ingest", "hash+dedupe", "flink-rocksdb", "flink-hashmap");

  private final int records;
  private final Path directory;
  private final PeerProcess broker;
  private final String bootstrap;
  private final String registryUrl;
  private final SchemaRegistryClient registry;
  private final Map<String, List<Run>> runs = new LinkedHashMap<>();
  private int unique;
  private int started;

  /** What one run showed, from a tenth of its output to the end. */
  private record Run(double perSecond, double micros, double brokerMicros) {}

  private Topology(int records, Path directory, PeerProcess broker) throws IOException {
    this.records = records;
    this.directory = directory;
    this.broker = broker;
    var addresses = broker.line("serving ").split(" ");
    this.bootstrap = addresses[0];
    this.registryUrl = addresses[1];
    this.registry = SchemaRegistryClient.of(registryUrl);
  }

  public static void main(String[] arguments) throws Exception {
    var records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
    var rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    var peers = arguments.length > 2 ? List.of(arguments).subList(2, arguments.length) : PEERS;
    var directory = Files.createTempDirectory("alluvium-bench");
    PeerProcess.compile(directory, peers.stream().anyMatch(peer -> peer.startsWith("flink")));
    try (var broker = PeerProcess.ours(directory, "BrokerPeer", directory.resolve("kafka"))) {
      new Topology(records, directory, broker).run(rounds, peers);
    } finally {
      org.apache.kafka.common.utils.Utils.delete(directory.toFile());
    }
    System.exit(0);
  }

  private void run(int rounds, List<String> peers) throws Exception {
    try (var admin = admin()) {
      new TopicSetup(admin).ensure(TOPICS.specs(PARTITIONS, List.of("files")));
    }
    produce();
    System.out.printf("%,d raw events, %,d of them new%n", records, unique);
    for (int round = 1; round <= rounds; round++) {
      for (var peer : peers) {
        measure(peer);
      }
    }
    medians();
    if (peers.contains("ingest")) {
      latency(median(runs.get("ingest")).perSecond() / 2);
    }
  }

  private void measure(String peer) throws Exception {
    boolean passesAll = peer.equals("pass-through");
    var output = peer.equals("ingest") || peer.equals("hash+dedupe") ? TOPICS.events() : OUT;
    int expected = passesAll ? records : unique;
    try (var out = reader(output);
        var process = start(peer)) {
      long read = 0;
      long early = 0;
      long start = 0;
      double cpu = 0;
      double brokerCpu = 0;
      while (read < expected) {
        read += out.poll(Duration.ofMillis(50)).count();
        if (start == 0 && read > expected / 10) {
          start = System.nanoTime();
          early = read;
          cpu = process.cpuMicros();
          brokerCpu = broker.cpuMicros();
        }
        process.requireAlive();
      }
      var seconds = (System.nanoTime() - start) / 1e9;
      // Raw events that the measured part of the output stands for.
      var measured = (double) (read - early) / expected * records;
      var run =
          new Run(
              measured / seconds,
              (process.cpuMicros() - cpu) / measured,
              (broker.cpuMicros() - brokerCpu) / measured);
      runs.computeIfAbsent(peer, unseen -> new ArrayList<>()).add(run);
      print(peer, run);
      int more = out.poll(Duration.ofMillis(500)).count();
      if (read != expected || more > 0) {
        System.out.printf("  wrong: %,d outputs, %,d expected%n", read + more, expected);
      }
    }
    if (peer.equals("ingest")) {
      stateSize();
    }
    tidy();
  }

  private PeerProcess start(String peer) throws IOException {
    var name = "bench-" + started++;
    return peer.startsWith("flink")
        ? PeerProcess.flink(
            directory, bootstrap, registryUrl, RAW, OUT, peer.substring("flink-".length()))
        : PeerProcess.ours(
            directory,
            "io.alluvium.topology.StreamsPeer",
            peer,
            bootstrap,
            registryUrl,
            state().toString(),
            name);
  }

  private Path state() {
    return directory.resolve("state");
  }

  private void stateSize() throws IOException {
    long bytes = 0;
    try (var files = Files.walk(state())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    System.out.printf("  state: %,.0f MB per million entities%n", bytes * 1.0 / unique);
  }

  private static void print(String peer, Run run) {
    System.out.printf(
        "%-14s %,9.0f raw/s, %5.1f us of CPU per raw event, %4.1f us in the broker%n",
        peer, run.perSecond(), run.micros(), run.brokerMicros());
  }

  private void medians() {
    System.out.println("Medians:");
    var floor = runs.containsKey("pass-through") ? median(runs.get("pass-through")) : null;
    runs.forEach((peer, all) -> {
      print(peer, median(all));
      if (floor != null) {
        System.out.printf(
            "%-14s %9.2f x pass-through%n", "", median(all).perSecond() / floor.perSecond());
      }
    });
  }

  private static Run median(List<Run> runs) {
    return new Run(
        middle(runs.stream().mapToDouble(Run::perSecond).toArray()),
        middle(runs.stream().mapToDouble(Run::micros).toArray()),
        middle(runs.stream().mapToDouble(Run::brokerMicros).toArray()));
  }

  private static double middle(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** From the call that sends a raw event to the poll that returns its committed event. */
  private void latency(double perSecond) throws Exception {
    var times = new ArrayList<Long>();
    try (var process = start("ingest");
        var out = reader(TOPICS.events());
        var producer = producer(5)) {
      while (!process.wrote("running")) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      // It has read the whole topic by then; what follows is new.
      while (!out.poll(Duration.ofSeconds(2)).isEmpty()) {}
      var begin = System.nanoTime();
      int sent = 0;
      while (System.nanoTime() - begin < 30_000_000_000L) {
        var due = (int) ((System.nanoTime() - begin) / 1e9 * perSecond);
        for (; sent < due; sent++) {
          send(producer, raw(records + sent, records + sent, Instant.now()));
        }
        for (var event : out.poll(Duration.ofMillis(1))) {
          // The first ten seconds warm up.
          if (System.nanoTime() - begin > 10_000_000_000L) {
            times.add(Duration.between(occurredAt(event), Instant.now()).toMillis());
          }
        }
      }
    }
    times.sort(null);
    System.out.printf(
        "raw to committed event at %,.0f raw/s: median %d ms, p99 %d ms, longest %d ms%n",
        perSecond,
        times.get(times.size() / 2),
        times.get(times.size() * 99 / 100),
        times.getLast());
  }

  private static Instant occurredAt(ConsumerRecord<byte[], byte[]> event) {
    return Instant.parse(new String(event.headers().lastHeader("ce_time").value(), UTF_8));
  }

  private void produce() {
    var random = new SplittableRandom(7);
    try (var producer = producer(20)) {
      for (int i = 0; i < records; i++) {
        var known = i > 100 && random.nextInt(10) < 3;
        send(producer, raw(known ? random.nextInt(unique) : unique++, i + 1, Instant.EPOCH));
      }
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, RawEvent raw) {
    var key = new EntityKey(raw.getEntityKey());
    var value = AvroSerde.of(RawEvent.class, registry).serializer().serialize(RAW, raw);
    producer.send(
        new ProducerRecord<>(RAW, key.partition(PARTITIONS), key.value().getBytes(UTF_8), value));
  }

  private static RawEvent raw(int id, long observation, Instant occurredAt) {
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
        .setOccurredAt(occurredAt)
        .setObservedAt(Instant.EPOCH)
        .setTitle("p/" + id + ".txt")
        .setText(text.toString())
        .setSourcePartition("p")
        .setSourceOffset("o")
        .build();
  }

  /** Frees the disk of what the last run wrote. */
  private void tidy() throws Exception {
    org.apache.kafka.common.utils.Utils.delete(state().toFile());
    try (var admin = admin()) {
      var topics = new ArrayList<>(admin.listTopics().names().get());
      topics.removeIf(topic -> !topic.endsWith("-changelog"));
      admin.deleteTopics(topics).all().get();
      var ends = new LinkedHashMap<TopicPartition, OffsetSpec>();
      for (var topic : List.of(TOPICS.events(), OUT)) {
        partitions(topic).forEach(partition -> ends.put(partition, OffsetSpec.latest()));
      }
      var deletions = new LinkedHashMap<TopicPartition, RecordsToDelete>();
      admin.listOffsets(ends).all().get().forEach((partition, end) ->
          deletions.put(partition, RecordsToDelete.beforeOffset(end.offset())));
      admin.deleteRecords(deletions).all().get();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", (Object) bootstrap));
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
    var partitions = partitions(topic);
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }

  private static List<TopicPartition> partitions(String topic) {
    var partitions = new ArrayList<TopicPartition>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    return partitions;
  }
}
