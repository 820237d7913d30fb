package io.alluvium.app.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.Vectors;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is derived from files arrives on the topic that others read, vectors included. */
final class EnrichedIT {
  private static final String TOPIC = new Topics("alluvium").enriched();
  private static final String RIVER =
      "The river carries material from many places and lays it down in layers. "
          + "See https://example.org/rivers, edition v2.1. What a wonderful sight!";

  @TempDir Path directory;

  @Test
  void publishesVectorsEntitiesToneAndLanguageOfAFile() throws IOException {
    var tree = Files.createDirectories(directory.resolve("tree"));
    Files.writeString(tree.resolve("river.md"), RIVER);
    Files.writeString(tree.resolve("bread.md"), "Knead the dough, and let it rise for an hour.");
    Files.writeString(tree.resolve("long.txt"), "The delta grows with every flood. ".repeat(200));
    try (var node = TestNode.start(directory.resolve("data"), Map.of("enrich.off", "summary"))) {
      node.watch("tree", tree);
      var found = read(node, List.of("river.md", "bread.md", "long.txt"));

      var river = found.get("river.md").getEnrichment();
      assertThat(river.getLanguage()).contains("eng");
      assertThat(river.getTone()).contains("positive");
      assertThat(river.getKeyPhrases()).contains("river carries material");
      assertThat(river.getEntities())
          .extracting(entity -> entity.getType() + " " + entity.getName())
          .containsExactly("url https://example.org/rivers", "version v2.1");
      assertThat(river.getFailures()).isEqualTo(Map.of("summary", "Switched off"));
      assertThat(river.getModels())
          .containsOnlyKeys("language", "keyPhrases", "tone", "entities", "passages", "signature");
      assertThat(found.get("long.txt").getEnrichment().getPassages()).hasSizeBetween(10, 14);
      var delta = vector(found, "long.txt");
      assertThat(dot(delta, vector(found, "river.md")))
          .isGreaterThan(dot(delta, vector(found, "bread.md")));
      node.awaitMetric("alluvium_enrichment_events\\{enrichment=\"passages\",.*\\} [1-9]");
      node.awaitMetric("alluvium_enrichment_failures\\{enrichment=\"tone\",.*\\} 0\\.0");
      node.awaitMetric("alluvium_enrichment_seconds\\{enrichment=\"passages\",.*\\} \\d");
      node.awaitMetric("alluvium_near_duplicates_texts\\{thread_id=\"[^\"]+\"\\} [1-9]");
      node.awaitMetric("alluvium_near_duplicates_edges\\{");
    }
  }

  private static Map<String, EnrichedEvent> read(TestNode node, List<String> titles) {
    var deserializer =
        AvroSerde.of(EnrichedEvent.class, SchemaRegistryClient.of(node.registryUrl()))
            .deserializer();
    var bytes = new ByteArrayDeserializer();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", node.bootstrapServers(), "isolation.level", "read_committed");
    var found = new HashMap<String, EnrichedEvent>();
    try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      var partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(partition -> new TopicPartition(TOPIC, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!found.keySet().containsAll(titles)) {
        assertThat(System.nanoTime()).as("found " + found.keySet()).isLessThan(deadline);
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          var event = deserializer.deserialize(TOPIC, record.value());
          found.put(event.getEvent().getTitle().orElse(""), event);
        }
      }
    }
    return found;
  }

  private static float[] vector(Map<String, EnrichedEvent> found, String title) {
    return Vectors.array(found.get(title).getEnrichment().getPassages().getFirst().getVector());
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
