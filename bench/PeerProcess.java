import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;

/** A process of its own for a benchmark, compiled from the folder {@code topology}. */
final class PeerProcess implements AutoCloseable {
  private static final Path SOURCES =
      Path.of(System.getProperty("alluvium")).resolveSibling("bench/topology");

  /** What hash and event need; of Kafka's client and RocksDB Flink brings its own. */
  private static final String SHARED =
      ".*/(alluvium-(schemas|streams-topology)|avro-1|jackson-(core|databind|annotations)|jspecify)"
          + "[^/]*";

  private static final int LAST_LINES = 40;

  /** Linux counts in hundredths of a second. */
  private static final double MICROS_PER_TICK = 10_000;

  private final Process process;
  private final Path log;

  private PeerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Compiles the peers; those of Flink against their own class path, which Maven knows. */
  static void compile(Path directory, boolean flink) throws Exception {
    javac(
        directory.resolve("ours"),
        ourClassPath(),
        SOURCES.resolve("BrokerPeer.java"),
        SOURCES.resolve("io/alluvium/topology/StreamsPeer.java"),
        SOURCES.resolve("io/alluvium/topology/similar/DetectionPeer.java"),
        SOURCES.resolve("io/alluvium/topology/similar/SimilarPeer.java"));
    if (flink) {
      var maven =
          new ProcessBuilder(
              "mvn",
              "-B",
              "-q",
              "-f",
              SOURCES.resolve("flink-pom.xml").toString(),
              "dependency:build-classpath",
              "-Dmdep.outputFile=" + directory.resolve("flink.cp"));
      if (maven.inheritIO().start().waitFor() != 0) {
        throw new IOException("Maven cannot resolve Flink");
      }
      javac(
          directory.resolve("flink"),
          flinkClassPath(directory),
          SOURCES.resolve("io/alluvium/topology/FlinkPeer.java"));
    }
  }

  private static void javac(Path output, String classPath, Path... sources) throws IOException {
    var arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-cp", classPath, "-d"));
    arguments.add(Files.createDirectories(output).toString());
    Arrays.stream(sources).map(Path::toString).forEach(arguments::add);
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new))
        != 0) {
      throw new IOException("The peers do not compile");
    }
  }

  private static String ourClassPath() {
    return System.getProperty("java.class.path");
  }

  private static String flinkClassPath(Path directory) throws IOException {
    var shared =
        Arrays.stream(ourClassPath().split(File.pathSeparator))
            .filter(entry -> entry.matches(SHARED))
            .toList();
    return Files.readString(directory.resolve("flink.cp")).strip()
        + File.pathSeparator
        + String.join(File.pathSeparator, shared);
  }

  /** Starts a peer that runs on our class path. */
  static PeerProcess ours(Path directory, String main, Object... arguments) throws IOException {
    var classPath = directory.resolve("ours") + File.pathSeparator + ourClassPath();
    return start(directory, classPath, main, arguments);
  }

  /** Starts the Flink peer. */
  static PeerProcess flink(Path directory, Object... arguments) throws IOException {
    return start(
        directory,
        directory.resolve("flink") + File.pathSeparator + flinkClassPath(directory),
        "io.alluvium.topology.FlinkPeer",
        arguments);
  }

  private static PeerProcess start(
      Path directory, String classPath, String main, Object... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx2g",
            "-XX:+UseParallelGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED"));
    var options = System.getenv("PEER_OPTS");
    if (options != null && main.endsWith("StreamsPeer")) {
      command.addAll(List.of(options.split(" ")));
    }
    command.addAll(List.of("-cp", classPath, main));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    var log = directory.resolve(main + ".log");
    var process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new PeerProcess(process, log);
  }

  /** Waits for a line that starts so; returns the rest of it. */
  String line(String start) throws IOException {
    while (true) {
      for (var line : Files.readAllLines(log)) {
        if (line.startsWith(start)) {
          return line.substring(start.length());
        }
      }
      requireAlive();
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  /** Waits for a line; returns what stands before it. */
  String until(String line) throws IOException {
    line(line);
    var lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(0, lines.indexOf(line))) + "\n";
  }

  boolean wrote(String line) throws IOException {
    return Files.readAllLines(log).contains(line);
  }

  void requireAlive() throws IOException {
    if (!process.isAlive()) {
      var lines = Files.readAllLines(log);
      var end = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
      throw new IOException("A peer died:\n" + String.join("\n", end));
    }
  }

  double cpuMicros() {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e3;
  }

  /** CPU of its threads in microseconds, by what they do; nothing where there is no /proc. */
  Map<String, Double> cpuMicrosByWork() throws IOException {
    var work = new TreeMap<String, Double>();
    var threads = Path.of("/proc/" + process.pid() + "/task");
    if (Files.exists(threads)) {
      try (var all = Files.newDirectoryStream(threads)) {
        for (var thread : all) {
          add(thread.resolve("stat"), work);
        }
      }
    }
    return work;
  }

  private static void add(Path stat, Map<String, Double> work) {
    try {
      var line = Files.readString(stat);
      var end = line.lastIndexOf(')');
      var fields = line.substring(end + 2).split(" ");
      var ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      work.merge(work(line.substring(line.indexOf('(') + 1, end)), ticks * MICROS_PER_TICK, Double::sum);
    } catch (IOException e) {
      // A thread that has ended since.
    }
  }

  private static String work(String thread) {
    if (thread.startsWith("C1 ") || thread.startsWith("C2 ")) {
      return "compiler";
    }
    if (thread.startsWith("GC ") || thread.startsWith("VM ")) {
      return "collector";
    }
    if (thread.startsWith("rocksdb")) {
      return "RocksDB behind";
    }
    return thread.startsWith("kafka-producer") ? "sending" : "all else";
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
