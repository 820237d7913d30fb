package io.alluvium.app.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others wrote read our topics as they stand. */
@Tag("interop")
final class InteropIT {
  private static final String TOPIC = "alluvium.enriched";

  @TempDir static Path directory;
  private static NodeProcess node;

  @BeforeAll
  static void startsANodeOnASmallRepository() throws IOException {
    var tree = GitRepo.create(directory.resolve("tree"));
    tree.write("docs/river.md", "The river carries material and lays it down in layers.\n");
    tree.write("src/PoolSettings.java", "class PoolSettings { int maxPoolSize = 8; }\n");
    tree.commit("Describe the river");
    node = new NodeProcess(directory.resolve("node"), tree.directory()).withVectors();
    node.start();
    node.awaitReady();
    node.awaitDrained();
    // Enrichment may lag behind the index.
    assertThat(values()).hasSize(3);
  }

  @AfterAll
  static void stopsTheNode() throws InterruptedException {
    node.close();
  }

  @Test
  void kcatReadsKeysAndCloudEventsHeaders() throws Exception {
    var output =
        run(
            List.of(
                "kcat",
                "-q",
                "-b",
                node.bootstrapServers(),
                "-C",
                "-t",
                TOPIC,
                "-e",
                "-f",
                "%k %h\\n"));

    assertThat(output)
        .contains("/docs/river.md ")
        .contains("ce_specversion=1.0")
        .contains("ce_type=file.created")
        .contains("ce_type=commit.created");
  }

  @Test
  void confluentsJavaDeserializerDecodesEnrichedEvents() throws Exception {
    var values = values();
    var jar = Path.of("target/interop/pinot-confluent-avro-shaded.jar").toUri().toURL();
    // Isolated: the jar carries Avro and Kafka classes of other versions.
    try (var loader = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      var type = loader.loadClass("io.confluent.kafka.serializers.KafkaAvroDeserializer");
      var deserializer = type.getConstructor().newInstance();
      type.getMethod("configure", Map.class, boolean.class)
          .invoke(deserializer, Map.of("schema.registry.url", node.registryUrl()), false);
      var decoded = new ArrayList<String>();
      for (var value : values) {
        decoded.add(
            type.getMethod("deserialize", String.class, byte[].class)
                .invoke(deserializer, TOPIC, value)
                .toString());
      }

      assertThat(decoded)
          .hasSize(3)
          .anyMatch(record -> record.contains("lays it down in layers"))
          .anyMatch(record -> record.contains("Describe the river"))
          .allMatch(record -> record.matches("(?s).*\"vector\": \\[-?0\\.\\d+.*"));
    } finally {
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    }
  }

  @Test
  void confluentsJavaScriptClientDecodesEnrichedEvents() throws Exception {
    var scripts = Files.createDirectories(directory.resolve("js"));
    for (var file : List.of("package.json", "package-lock.json", ".npmrc", "decode.js")) {
      Files.copy(
          Path.of("src/test/interop", file),
          scripts.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    run(List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"), scripts, "");
    var lines = new StringBuilder();
    for (var value : values()) {
      lines.append(
          "{\"topic\":\"%s\",\"value\":\"%s\"}%n"
              .formatted(TOPIC, Base64.getEncoder().encodeToString(value)));
    }
    var output = run(List.of("node", "decode.js", node.registryUrl()), scripts, lines.toString());

    var json = new ObjectMapper();
    var titles = new ArrayList<String>();
    for (var line : output.lines().toList()) {
      var decoded = json.readTree(line);
      titles.add(decoded.findPath("title").toString());
      assertThat(decoded.findPath("vector")).hasSize(384);
    }
    assertThat(titles).hasSize(3).anyMatch(title -> title.contains("Describe the river"));
  }

  private static List<byte[]> values() {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers",
            node.bootstrapServers(),
            "group.id",
            UUID.randomUUID().toString(),
            "auto.offset.reset",
            "earliest",
            "isolation.level",
            "read_committed");
    var values = new ArrayList<byte[]>();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (values.size() < 3 && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  private static String run(List<String> command) throws Exception {
    return run(command, directory, "");
  }

  private static String run(List<String> command, Path in, String input) throws Exception {
    var process =
        new ProcessBuilder(command)
            .directory(in.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes());
    }
    var output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return output;
  }
}
