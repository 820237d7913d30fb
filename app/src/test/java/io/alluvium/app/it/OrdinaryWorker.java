package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.app.connect.ConnectRefusedException;
import io.alluvium.app.connect.ConnectRest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A Kafka Connect worker as Kafka ships it, with the packaged plugin directories: another process,
 * none of our classes on its class path. Workers of the same group are one cluster.
 */
final class OrdinaryWorker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final List<String> NOT_OF_A_WORKER =
      List.of(
          "alluvium",
          "avro",
          "cron-utils",
          "jgit",
          "juniversalchardet",
          "lucene",
          "rocksdb",
          "kafka-streams",
          "kafka_2.13",
          "scala",
          "javalin",
          "kotlin",
          "debezium",
          "opennlp",
          "micrometer");

  private final Path directory;
  private final Process process;
  private final URI root;
  private final ConnectRest rest;

  private OrdinaryWorker(Path directory, Process process, URI root) {
    this.directory = directory;
    this.process = process;
    this.root = root;
    this.rest = new ConnectRest(root);
  }

  /**
   * Starts a worker and returns when it answers.
   *
   * @param more settings beside the usual ones
   */
  static OrdinaryWorker start(TestNode node, String group, Path directory, Map<String, String> more)
      throws IOException {
    int port = FreePort.next();
    var settings = settings(node, group, port);
    settings.putAll(more);
    var file = Files.createDirectories(directory).resolve("worker.properties");
    Files.write(
        file, settings.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", classPathWithoutOurs()));
    command.add("org.apache.kafka.connect.cli.ConnectDistributed");
    command.add(file.toString());
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("worker.log").toFile())
            .start();
    var worker = new OrdinaryWorker(directory, process, URI.create("http://127.0.0.1:" + port));
    try {
      within(PATIENCE, "worker is up", worker::answers);
    } catch (AssertionError e) {
      process.destroyForcibly();
      throw e;
    }
    return worker;
  }

  private static Map<String, String> settings(TestNode node, String group, int port)
      throws IOException {
    var settings = new TreeMap<String, String>();
    settings.put("bootstrap.servers", node.bootstrapServers());
    settings.put("group.id", group);
    for (var topic : List.of("config", "offset", "status")) {
      settings.put(topic + ".storage.topic", group + "-" + topic);
      settings.put(topic + ".storage.replication.factor", "1");
    }
    settings.put("listeners", "http://127.0.0.1:" + port);
    var plugins = new ArrayList<String>();
    for (var connector : List.of("files", "github", "slack", "postgres")) {
      plugins.add(Path.of("../connectors", connector, "target/plugin").toRealPath().toString());
    }
    settings.put("plugin.path", String.join(",", plugins));
    settings.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
    settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    return settings;
  }

  /** Its REST API, which is that of its cluster. */
  ConnectRest rest() {
    return rest;
  }

  /** What a source on such a worker must be told besides its own settings. */
  static Map<String, String> converters(TestNode node) {
    return Map.of(
        "key.converter", "org.apache.kafka.connect.storage.StringConverter",
        "header.converter", "org.apache.kafka.connect.storage.StringConverter",
        "value.converter", "io.alluvium.schemas.connect.AvroConverter",
        "value.converter.schema.registry.url", node.registryUrl());
  }

  /** Whether it runs the first task of a connector. */
  boolean runsFirstTask(String connector) {
    try (var client = HttpClient.newHttpClient()) {
      var status = URI.create(root + "/connectors/" + connector + "/status");
      var answer = client.send(HttpRequest.newBuilder(status).build(), BodyHandlers.ofString());
      var task = new ObjectMapper().readTree(answer.body()).path("tasks").path(0);
      return task.path("worker_id").asText().endsWith(":" + root.getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("A test is not interrupted", e);
    }
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    rest.close();
  }

  private boolean answers() {
    assertThat(process.isAlive()).describedAs(this::logged).isTrue();
    try {
      rest.awaitReady();
      return true;
    } catch (ConnectRefusedException notYet) {
      return false;
    }
  }

  private String logged() {
    try {
      return "worker, which logged " + Files.readString(directory.resolve("worker.log"));
    } catch (IOException e) {
      return "worker, without a log: " + e;
    }
  }

  /** What Kafka needs, and nothing that the plugin must bring itself. */
  private static String classPathWithoutOurs() {
    var own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(own.split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(entry -> NOT_OF_A_WORKER.stream().noneMatch(entry::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
