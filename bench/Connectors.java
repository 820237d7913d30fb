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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Source to acknowledged: a simulated upstream without limits, a worker that does nothing else, and
 * a broker in a process of its own. Says how fast events come, which process spends how much time on
 * them, and how many requests they need; with {@code live}, how much the worker holds in memory
 * while it reads, which costs time itself.
 */
final class Connectors {
  private static final int PARTITIONS = 8;

  /** An upstream that is full, and how to follow it. */
  private record Upstream(String type, Map<String, String> settings, Requests requests) {}

  private interface Requests {
    long count();
  }

  public static void main(String[] arguments) throws Exception {
    int events = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
    var data = Files.createTempDirectory("alluvium-bench");
    try (var upstream = upstream(arguments[0], events, data);
        var broker = NodeUnderTest.with(data.resolve("broker"), "enrich");
        var worker = worker(data, broker)) {
      boolean live = List.of(arguments).contains("live");
      read(upstream.what(), events, new Nodes(broker, worker, live));
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

  private static void read(Upstream upstream, int events, Nodes nodes) throws Exception {
    var settings = new TreeMap<>(upstream.settings());
    settings.put("connector.class", upstream.type());
    long start = System.nanoTime();
    var before = nodes.cpu();
    nodes.worker().put("/api/v1/sources/bench", new ObjectMapper().writeValueAsString(settings));
    try (var consumer = consumer(nodes.broker(), "alluvium.raw." + upstream.type())) {
      long there = 0;
      int told = 0;
      while (there < events) {
        there += consumer.poll(Duration.ofMillis(200)).count();
        if (there >= (told + 1) * (events / 5L)) {
          told++;
          double soFar = (System.nanoTime() - start) / 1e9;
          System.out.printf("%,9d events after %.1f s%n", there, soFar);
          nodes.tellLive("then");
        }
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    var after = nodes.cpu();
    System.out.printf(
        "%s: %,d events in %.1f s = %,.0f events/s%n",
        upstream.type(), events, seconds, events / seconds);
    var names = List.of("worker", "broker", "upstream and reading back");
    for (int i = 0; i < names.size(); i++) {
      System.out.printf(
          "CPU per 1,000 events: %s %.0f ms%n",
          names.get(i), (after[i] - before[i]) * 1e6 / events);
    }
    System.out.printf(
        "requests %,d = %.1f per 1,000 events%n",
        upstream.requests().count(), upstream.requests().count() * 1000.0 / events);
    nodes.tellLive("at the end");
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

  private static Running upstream(String type, int events, Path data) {
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
      default -> throw new IllegalArgumentException("Say github or slack, not " + type);
    }
  }
}
