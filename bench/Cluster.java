import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Nodes that divide the shards of one installation: how long until all events can be found, what
 * each node takes, and how answers go on when the last node is killed. Arguments: events, nodes,
 * replicas, partitions.
 *
 * <p>Events are written as ingest would, some 400 bytes of text each, without vectors: what is
 * measured is shards and nodes. The broker and the registry are in a process of their own.
 */
final class Cluster {
  private static final String WORDS_OF_ALL = "sediment";
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);

  private final int events;
  private final int replicas;
  private final int partitions;
  private final Path directory = Files.createTempDirectory("alluvium-bench");
  private final List<NodeUnderTest> nodes = new ArrayList<>();

  private Cluster(int events, int replicas, int partitions) throws IOException {
    this.events = events;
    this.replicas = replicas;
    this.partitions = partitions;
  }

  public static void main(String[] arguments) throws Exception {
    var bench =
        new Cluster(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]));
    bench.run(Integer.parseInt(arguments[1]));
    System.exit(0);
  }

  private void run(int count) throws Exception {
    try (var hub = node("hub", "ingest")) {
      hub.await(hub::ready);
      long from = System.nanoTime();
      write("127.0.0.1:" + hub.kafkaPort, registry(hub));
      System.out.printf("%,d events written in %.1f s%n", events, seconds(from));
      from = System.nanoTime();
      try {
        for (int number = 0; number < count; number++) {
          nodes.add(
              node(
                  "node-" + number,
                  "serve",
                  "--bootstrap-servers",
                  "127.0.0.1:" + hub.kafkaPort,
                  "--schema-registry-url",
                  registry(hub)));
        }
        for (var node : nodes) {
          node.await(() -> answersForAll(node));
        }
        System.out.printf("All can be found from every node after %.1f s%n", seconds(from));
        report();
        if (count > 1) {
          kill();
        }
      } finally {
        for (var node : nodes) {
          node.kill();
        }
      }
    }
  }

  private static String registry(NodeUnderTest hub) {
    return "http://127.0.0.1:" + hub.httpPort + "/registry";
  }

  private NodeUnderTest node(String name, String roles, String... options) throws IOException {
    var environment = new HashMap<String, String>();
    environment.put("ALLUVIUM_NODE_ID", name);
    environment.put("ALLUVIUM_TIERS_REPLICAS", Integer.toString(replicas));
    environment.put("ALLUVIUM_TOPIC_PARTITIONS", Integer.toString(partitions));
    return NodeUnderTest.with(directory.resolve(name), roles, environment, options);
  }

  private void report() throws IOException {
    for (int number = 0; number < nodes.size(); number++) {
      System.out.printf(
          "node-%d: %d MB RSS, %.1f s CPU%n",
          number, nodes.get(number).residentMegabytes(), nodes.get(number).cpuSeconds());
    }
    System.out.println(nodes.getFirst().get("/api/v1/nodes"));
  }

  /** What the others answer meanwhile, asked again and again. */
  private void kill() throws Exception {
    var dead = nodes.removeLast();
    dead.kill();
    long from = System.nanoTime();
    var asked = nodes.getFirst();
    boolean whole = false;
    while (!whole) {
      long asks = System.nanoTime();
      var answer = asked.get(question());
      whole = isWhole(answer);
      System.out.printf(
          "%.2f s after the kill: answered in %.0f ms, complete %s, of %d of %d shards%n",
          seconds(from),
          seconds(asks) * 1e3,
          answer.path("complete"),
          answer.path("parts").path(0).path("answered").asInt(),
          answer.path("parts").path(0).path("shards").asInt());
      TimeUnit.MILLISECONDS.sleep(seconds(from) < 5 ? 100 : 2_000);
    }
    System.out.printf("Answers are whole %.1f s after the kill%n", seconds(from));
    for (var node : nodes) {
      node.await(() -> held(node) == (long) replicas * partitions);
    }
    System.out.printf("All shards are whole elsewhere %.1f s after the kill%n", seconds(from));
    report();
  }

  /** Shards of hot that are whole, on all nodes that live. */
  private static long held(NodeUnderTest asked) throws IOException {
    long held = 0;
    for (var node : asked.get("/api/v1/nodes").path("nodes")) {
      for (var tier : node.path("tiers")) {
        boolean counts = node.path("alive").asBoolean() && tier.path("tier").asText().equals("hot");
        held += counts ? tier.path("whole").size() : 0;
      }
    }
    return held;
  }

  private boolean answersForAll(NodeUnderTest node) throws IOException {
    return isWhole(node.get(question()))
        && node.get("/api/v1/status").path("hotLag").asLong(-1) == 0
        && found() == events;
  }

  private static boolean isWhole(JsonNode answer) {
    return answer.path("complete").asBoolean() && answer.path("hits").size() == 10;
  }

  /** What the nodes hold of the first replica and the others, each thing once. */
  private long found() throws IOException {
    long entities = 0;
    for (var each : nodes) {
      entities += each.get("/api/v1/status").path("entities").asLong();
    }
    return entities / replicas;
  }

  private static String question() {
    return "/api/v1/search?q=" + WORDS_OF_ALL + "&limit=10";
  }

  private void write(String bootstrap, String registry) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrap, "linger.ms", 20, "compression.type", "lz4");
    var serializer =
        AvroSerde.of(Event.class, SchemaRegistryClient.of(registry)).serializer();
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int number = 0; number < events; number++) {
        var event = event(number);
        var key = new EntityKey(event.getEntityKey());
        producer.send(
            new ProducerRecord<>(
                TOPICS.events(),
                key.partition(partitions),
                key.value().getBytes(UTF_8),
                serializer.serialize(TOPICS.events(), event)));
      }
    }
  }

  private static Event event(int number) {
    var words = new SplittableRandom(number);
    var text = new StringBuilder(440).append(WORDS_OF_ALL);
    while (text.length() < 400) {
      // Few words are frequent and many are rare, as in a language.
      text.append(" w").append((int) Math.pow(30_000, words.nextDouble()));
    }
    var now = Instant.now();
    return Event.newBuilder()
        .setContentHash(String.format("%064x", number))
        .setHashVersion(1)
        .setRevision(0L)
        .setCurrent(true)
        .setType("file.created")
        .setKind("file")
        .setDeleted(false)
        .setEntityKey(EntityKey.file("root", "p/" + number + ".txt").value())
        .setVersionOrder(new VersionOrder(0L, 0L, (long) number))
        .setOccurredAt(now)
        .setObservedAt(now)
        .setIngestedAt(now)
        .setSource("bench")
        .setConnectorType("files")
        .setScope("/work")
        .setTitle("p/" + number + ".txt")
        .setText(text.toString())
        .build();
  }

  private static double seconds(long from) {
    return (System.nanoTime() - from) / 1e9;
  }
}
