package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.app.connect.ConnectRefusedException;
import io.alluvium.app.connect.ConnectRest;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged plugin directory in a Kafka Connect worker as Kafka ships it: another process, none
 * of our classes on its class path, at-least-once as by default.
 */
final class OrdinaryWorkerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SOURCE = "elsewhere";
  private static final List<String> NOT_OF_A_WORKER =
      List.of(
          "alluvium",
          "avro",
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
  private static final Path PLUGIN = Path.of("../connectors/files/target/plugin/alluvium-files");

  @TempDir Path directory;
  @TempDir Path watched;
  private Process worker;

  @AfterEach
  void stop() throws InterruptedException {
    if (worker != null) {
      worker.destroyForcibly().waitFor();
    }
  }

  @Test
  void runsThePackagedConnector() throws Exception {
    var node = TestNode.shared();
    var repository = GitRepo.create(watched);
    repository.write("numbat.txt", "numbat\n");
    repository.commit("Add the numbat");
    int port = TestNode.freePort();
    worker = start(node, port);
    try (var connect = new ConnectRest(URI.create("http://127.0.0.1:" + port))) {
      within(PATIENCE, "worker is up", () -> answers(connect));
      connect.put(SOURCE, settings(node));
      within(PATIENCE, "file and commit", () -> node.titles("numbat", SOURCE).size() == 2);
      assertThat(node.titles("numbat", SOURCE)).containsOnly("numbat.txt", "Add the numbat");
      Files.delete(watched.resolve("numbat.txt"));
      within(PATIENCE, "deleted", () -> node.titles("numbat", SOURCE).size() == 1);
      connect.delete(SOURCE);
    }
  }

  private Map<String, String> settings(TestNode node) {
    return Map.of(
        "connector.class", "io.alluvium.connectors.files.FilesSourceConnector",
        "files.path", watched.toString(),
        "files.root.id", SOURCE,
        "key.converter", "org.apache.kafka.connect.storage.StringConverter",
        "header.converter", "org.apache.kafka.connect.storage.StringConverter",
        "value.converter", "io.alluvium.schemas.connect.AvroConverter",
        "value.converter.schema.registry.url", node.registryUrl());
  }

  private boolean answers(ConnectRest connect) {
    assertThat(worker.isAlive()).describedAs(this::logged).isTrue();
    try {
      connect.awaitReady();
      return true;
    } catch (ConnectRefusedException notYet) {
      return false;
    }
  }

  private Process start(TestNode node, int port) throws IOException {
    var settings = new TreeMap<String, String>();
    settings.put("bootstrap.servers", node.bootstrapServers());
    settings.put("group.id", "ordinary");
    for (var topic : List.of("config", "offset", "status")) {
      settings.put(topic + ".storage.topic", "ordinary-" + topic);
      settings.put(topic + ".storage.replication.factor", "1");
    }
    settings.put("listeners", "http://127.0.0.1:" + port);
    settings.put("plugin.path", PLUGIN.getParent().toRealPath().toString());
    settings.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
    settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    var file = directory.resolve("worker.properties");
    Files.write(
        file, settings.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-cp", classPathWithoutOurs()));
    command.add("org.apache.kafka.connect.cli.ConnectDistributed");
    command.add(file.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private String logged() {
    try {
      return "worker, which logged " + Files.readString(log());
    } catch (IOException e) {
      return "worker, without a log: " + e;
    }
  }

  private Path log() {
    return directory.resolve("worker.log");
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
