import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.simulators.github.GitHubSimulator;
import io.alluvium.simulators.github.GitHubSimulatorOptions;
import io.alluvium.simulators.github.state.OrganisationGenerator;
import io.alluvium.simulators.github.state.OrganisationSize;
import io.alluvium.simulators.slack.SlackOptions;
import io.alluvium.simulators.slack.SlackSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Source to acknowledged: an upstream without limits, a worker that does nothing else, and a broker
 * in a process of its own. Says how fast events come, which process spends how much time on them,
 * and how many requests they need; with {@code live}, how much the worker holds in memory while it
 * reads, which costs time itself. Further settings of the source as {@code name=value}.
 */
final class Connectors {
  private static final int PARTITIONS = 8;

  /** An upstream that is full, and how to follow it. */
  private record Upstream(
      String type, Map<String, String> settings, Requests requests, Change doubles) {
    Upstream(String type, Map<String, String> settings, Requests requests) {
      this(type, settings, requests, () -> {});
    }
  }

  /** Makes as many things as there are once more, where a change comes another way than a row. */
  private interface Change {
    void run() throws Exception;
  }

  private interface Requests {
    long count();
  }

  public static void main(String[] arguments) throws Exception {
    int events = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
    var data = Files.createTempDirectory("alluvium-bench");
    try (var upstream = upstream(arguments[0], events, data);
        var broker = NodeUnderTest.with(data.resolve("broker"), "enrich");
        var worker = worker(data, broker)) {
      var nodes = new Nodes(broker, worker, List.of(arguments).contains("live"));
      var settings = new TreeMap<>(upstream.what().settings());
      Arrays.stream(arguments)
          .map(argument -> argument.split("=", 2))
          .filter(setting -> setting.length == 2)
          .forEach(setting -> settings.put(setting[0], setting[1]));
      settings.put("connector.class", upstream.what().type());
      read(upstream.what(), settings, events, nodes);
      if (arguments[0].equals("postgres")) {
        follow(upstream.what(), events, nodes);
      }
    }
    System.exit(0);
  }

  private static NodeUnderTest worker(Path data, NodeUnderTest broker) throws Exception {
    broker.await(broker::ready);
    var worker =
        NodeUnderTest.with(
            data.resolve("worker"),
            "connect",
            "--bootstrap-servers",
            "127.0.0.1:" + broker.kafkaPort,
            "--schema-registry-url",
            "http://127.0.0.1:" + broker.httpPort + "/registry");
    worker.await(worker::ready);
    return worker;
  }

  private record Nodes(NodeUnderTest broker, NodeUnderTest worker, boolean live) {
    /** CPU seconds of worker, broker, and this process: the upstream, and one who counts. */
    double[] cpu() {
      double own = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
      return new double[] {worker.cpuSeconds(), broker.cpuSeconds(), own};
    }

    void tellLive(String when) throws Exception {
      if (live) {
        System.out.printf("%s: live set of the worker %d MB%n", when, worker.liveMegabytes());
      }
    }
  }

  private static void read(
      Upstream upstream, Map<String, String> settings, int events, Nodes nodes) throws Exception {
    var before = nodes.cpu();
    long start = System.nanoTime();
    nodes.worker().put("/api/v1/sources/bench", new ObjectMapper().writeValueAsString(settings));
    double warm = 0;
    long warmEvents = 0;
    long there = 0;
    try (var consumer = consumer(nodes.broker(), "alluvium.raw." + upstream.type())) {
      long step = Math.max(1, Math.min(events / 5, 100_000));
      for (long next = step; there < events; next += step) {
        while (there < Math.min(next, events)) {
          there += consumer.poll(Duration.ofMillis(200)).count();
        }
        double soFar = seconds(start);
        System.out.printf("%,9d events after %.1f s%n", there, soFar);
        if (warmEvents == 0) {
          warm = soFar;
          warmEvents = there;
        }
        nodes.tellLive("then");
      }
    }
    double seconds = seconds(start);
    var after = nodes.cpu();
    System.out.printf(
        "%s: %,d events in %.1f s = %,.0f events/s; %,.0f events/s after the first %,d%n",
        upstream.type(), there, seconds, there / seconds,
        (there - warmEvents) / (seconds - warm), warmEvents);
    var names = List.of("worker", "broker", "reading back, and what is simulated");
    for (int i = 0; i < names.size(); i++) {
      System.out.printf(
          "CPU per 1,000 events: %s %.0f ms%n",
          names.get(i), (after[i] - before[i]) * 1e6 / there);
    }
    System.out.printf(
        "requests %,d = %.1f per 1,000 events%n",
        upstream.requests().count(), upstream.requests().count() * 1000.0 / there);
    nodes.tellLive("at the end");
  }

  /** What is new, from when it is there until all of it has come. */
  private static void follow(Upstream upstream, int events, Nodes nodes) throws Exception {
    try (var consumer = consumer(nodes.broker(), "alluvium.raw." + upstream.type())) {
      consumer.seekToEnd(consumer.assignment());
      consumer.assignment().forEach(consumer::position);
      upstream.doubles().run();
      long start = System.nanoTime();
      for (int there = 0; there < events; ) {
        there += consumer.poll(Duration.ofMillis(200)).count();
      }
      System.out.printf(
          "%s: then %,d new ones in %.1f s = %,.0f events/s%n",
          upstream.type(), events, seconds(start), events / seconds(start));
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static KafkaConsumer<byte[], byte[]> consumer(NodeUnderTest broker, String topic) {
    var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", "127.0.0.1:" + broker.kafkaPort,
                "isolation.level", "read_committed",
                "fetch.min.bytes", 1 << 20),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    var partitions =
        IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i)).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private record Running(Upstream what, AutoCloseable server) implements AutoCloseable {
    @Override
    public void close() throws Exception {
      server.close();
    }
  }

  private static Running upstream(String type, int events, Path data) throws Exception {
    switch (type) {
      case "github" -> {
        var github = GitHubSimulator.start(GitHubSimulatorOptions.defaults());
        OrganisationGenerator.generate(
            github.state(),
            "acme",
            OrganisationSize.small().withEvents(events).withRepositories(10));
        var settings =
            Map.of(
                "github.api.url", github.url().toString(),
                "github.organisations", "acme",
                "github.tokens", GitHubSimulator.TOKEN,
                "github.mirror.dir", data.resolve("mirrors").toString());
        return new Running(
            new Upstream(type, settings, () -> github.requests().total()), github);
      }
      case "slack" -> {
        var slack =
            SlackSimulator.start(
                SlackOptions.empty().generated(events, 10).spanning(Duration.ofDays(365)));
        var settings =
            Map.of(
                "slack.api.url", slack.apiUrl().toString(), "slack.token", SlackOptions.TOKEN);
        return new Running(new Upstream(type, settings, () -> slack.requests().total()), slack);
      }
      case "postgres" -> {
        var postgres = LocalPostgres.start(data.resolve("postgres"));
        postgres.create();
        postgres.insert(1, events);
        return new Running(
            new Upstream(
                type,
                postgres.settings(),
                () -> 0,
                () -> postgres.insert(events + 1, 2 * events)),
            postgres);
      }
      case "files" -> {
        var settings = LocalRepository.make(data.resolve("repository"), events);
        return new Running(new Upstream(type, settings, () -> 0), () -> {});
      }
      default ->
          throw new IllegalArgumentException("Say github, slack, postgres or files, not " + type);
    }
  }
}
