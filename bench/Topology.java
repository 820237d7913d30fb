import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ingest beside a topology that only decodes and encodes, and its hash and dedupe beside Flink's:
 * exactly once, the same Avro decode and encode, one broker, each peer in a JVM of its own, runs
 * interleaved. Prints each run and, after each round, the medians so far. Then what each stage of
 * ingest costs, and how long a raw event takes to its committed event at half of the load.
 *
 * <p>Arguments: records (2,000,000), rounds (5), and of peers, {@code stages} and {@code latency}
 * those that are wanted, if not all.
 */
final class Topology {
  /** Those at the end commit each second instead of each 100 ms: readers wait ten times longer. */
  private static final List<String> PEERS =
      List.of(
          "pass-through",
          "ingest",
          "hash+dedupe",
          "flink-rocksdb",
          "flink-hashmap",
          "hash+dedupe-1s",
          "flink-rocksdb-1s");

  private static final List<String> ON_REQUEST = List.of("ingest-1s", "flink-hashmap-1s");

  /** Each is ingest as far as this stage; the last is all of it. */
  private static final List<String> STAGES =
      List.of("read", "validate", "hash", "dedupe", "events", "sightings", "links", "cursors");

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final int records;
  private final Path directory;
  private final PeerProcess broker;
  private final String bootstrap;
  private final String registryUrl;
  private final TopologyTopics topics;
  private final Map<String, List<Run>> runs = new LinkedHashMap<>();
  private int unique;
  private int started;

  /** What one run showed, in the second half of it: in the first, Java still compiles. */
  private record Run(double perSecond, double micros, double brokerMicros) {}

  private Topology(int records, Path directory, PeerProcess broker) throws Exception {
    this.records = records;
    this.directory = directory;
    this.broker = broker;
    var addresses = broker.line("serving ").split(" ");
    this.bootstrap = addresses[0];
    this.registryUrl = addresses[1];
    this.topics = new TopologyTopics(bootstrap);
  }

  public static void main(String[] arguments) throws Exception {
    var records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000_000;
    var rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    var wanted = List.of(arguments).subList(Math.min(2, arguments.length), arguments.length);
    var peers = wanted.isEmpty() ? PEERS : wanted.stream().filter(Topology::isPeer).toList();
    var directory = Files.createTempDirectory("alluvium-bench");
    PeerProcess.compile(directory, peers.stream().anyMatch(peer -> peer.startsWith("flink")));
    try (var broker = PeerProcess.ours(directory, "BrokerPeer", directory.resolve("kafka"))) {
      var bench = new Topology(records, directory, broker);
      bench.fill();
      bench.rounds(rounds, peers);
      if (wanted.isEmpty() || wanted.contains("stages")) {
        bench.stages();
      }
      if (wanted.isEmpty() || wanted.contains("latency")) {
        bench.latency();
      }
    } finally {
      org.apache.kafka.common.utils.Utils.delete(directory.toFile());
    }
    System.exit(0);
  }

  private static boolean isPeer(String word) {
    return PEERS.contains(word) || ON_REQUEST.contains(word);
  }

  private void fill() {
    try (var load = load(20)) {
      unique = load.fill(records);
    }
    System.out.printf("%,d raw events, %,d of them new%n", records, unique);
  }

  private void rounds(int rounds, List<String> peers) throws Exception {
    if (peers.isEmpty()) {
      return;
    }
    // The broker's Java compiles too, which would be counted against the first peer.
    System.out.println("Warm-up, not counted");
    measure("pass-through");
    tidy();
    runs.clear();
    for (int round = 1; round <= rounds; round++) {
      System.out.printf("Round %d of %d%n", round, rounds);
      for (var peer : peers) {
        try {
          measure(peer);
        } catch (IOException e) {
          // The others go on: what they show is still worth having.
          System.out.printf("%-16s failed: %s%n", peer, e.getMessage());
        }
        tidy();
      }
      medians(round);
    }
  }

  private void measure(String peer) throws Exception {
    var ours = peer.startsWith("ingest") || peer.startsWith("hash+dedupe");
    int expected = peer.equals("pass-through") ? records : unique;
    try (var out = topics.reader(ours ? TopologyTopics.EVENTS : TopologyTopics.OUT);
        var process = start(peer)) {
      var watch = new Watch(process);
      long read = 0;
      while (read < expected) {
        read += out.poll(Duration.ofMillis(50)).count();
        // Raw events that this much of the output stands for.
        watch.at((double) read / expected * records);
        process.requireAlive();
      }
      var run = watch.stop();
      runs.computeIfAbsent(peer, unseen -> new ArrayList<>()).add(run);
      print(peer, run);
      System.out.println("  of it: " + watch.work());
      int more = out.poll(Duration.ofMillis(500)).count();
      if (read != expected || more > 0) {
        System.out.printf("  wrong: %,d outputs, %,d expected%n", read + more, expected);
      }
    }
    if (peer.equals("ingest")) {
      System.out.printf("  state: %,.0f MB per million entities%n", stateBytes() * 1.0 / unique);
    }
  }

  /** What one process and the broker spend on the second half of the raw events. */
  private final class Watch {
    private final PeerProcess process;
    private double first;
    private double last;
    private long start;
    private long moved = System.nanoTime();
    private double cpu;
    private double brokerCpu;
    private Map<String, Double> work = Map.of();

    Watch(PeerProcess process) {
      this.process = process;
    }

    void at(double rawEvents) throws IOException {
      var now = System.nanoTime();
      if (rawEvents > last) {
        moved = now;
      } else if (now - moved > LONGEST_PAUSE.toNanos()) {
        throw new IOException("Nothing came for " + LONGEST_PAUSE);
      }
      last = rawEvents;
      if (start == 0 && rawEvents > records / 2) {
        start = System.nanoTime();
        first = rawEvents;
        cpu = process.cpuMicros();
        brokerCpu = broker.cpuMicros();
        work = process.cpuMicrosByWork();
      }
    }

    Run stop() {
      var measured = last - first;
      return new Run(
          measured / ((System.nanoTime() - start) / 1e9),
          (process.cpuMicros() - cpu) / measured,
          (broker.cpuMicros() - brokerCpu) / measured);
    }

    /** What the threads of the process did, in microseconds per raw event. */
    String work() throws IOException {
      var parts = new ArrayList<String>();
      process.cpuMicrosByWork().forEach((kind, micros) ->
          parts.add("%s %.1f".formatted(
              kind, (micros - work.getOrDefault(kind, 0.0)) / (last - first))));
      return String.join(", ", parts);
    }
  }

  private void stages() throws Exception {
    System.out.println("Stages of ingest, each behind those before it:");
    Run before = null;
    for (var stage : STAGES) {
      var run = upTo(stage);
      System.out.printf(
          "%-16s %+5.1f us of CPU per raw event, %+4.1f us in the broker%n",
          stage,
          run.micros() - (before == null ? 0 : before.micros()),
          run.brokerMicros() - (before == null ? 0 : before.brokerMicros()));
      before = run;
      tidy();
    }
  }

  private Run upTo(String stage) throws Exception {
    var name = "bench-" + started;
    try (var process = start(stage)) {
      var watch = new Watch(process);
      for (long read = 0; read < records; ) {
        Thread.sleep(50);
        read = topics.committed(name);
        watch.at(read);
        process.requireAlive();
      }
      return watch.stop();
    }
  }

  private void latency() throws Exception {
    var known = runs.get("ingest");
    var perSecond = known == null ? 25_000 : median(known).perSecond() / 2;
    topics.empty(TopologyTopics.RAW);
    try (var process = start("ingest");
        var load = load(5)) {
      process.line("running");
      new TopologyLatency(topics, load).measure(perSecond, records);
    }
    tidy();
  }

  private PeerProcess start(String peer) throws IOException {
    var name = "bench-" + started++;
    return peer.startsWith("flink")
        ? PeerProcess.flink(
            directory,
            bootstrap,
            registryUrl,
            TopologyTopics.RAW,
            TopologyTopics.OUT,
            peer.split("-")[1],
            peer.endsWith("-1s") ? "1s" : "100ms")
        : PeerProcess.ours(
            directory,
            "io.alluvium.topology.StreamsPeer",
            peer,
            bootstrap,
            registryUrl,
            state().toString(),
            name);
  }

  private RawLoad load(int lingerMs) {
    return new RawLoad(bootstrap, SchemaRegistryClient.of(registryUrl), lingerMs);
  }

  private Path state() {
    return directory.resolve("state");
  }

  private long stateBytes() throws IOException {
    long bytes = 0;
    try (var files = Files.walk(state())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private void tidy() throws Exception {
    org.apache.kafka.common.utils.Utils.delete(state().toFile());
    topics.tidy();
  }

  private static void print(String peer, Run run) {
    System.out.printf(
        "%-16s %,9.0f raw/s, %5.1f us of CPU per raw event, %4.1f us in the broker%n",
        peer, run.perSecond(), run.micros(), run.brokerMicros());
  }

  private void medians(int rounds) {
    System.out.printf("Medians of %d:%n", rounds);
    var floor = runs.get("pass-through");
    runs.forEach((peer, all) -> {
      print(peer, median(all));
      if (floor != null) {
        System.out.printf(
            "%-16s %9.2f x pass-through%n", "", median(all).perSecond() / median(floor).perSecond());
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
}
