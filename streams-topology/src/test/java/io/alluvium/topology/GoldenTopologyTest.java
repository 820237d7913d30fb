package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

/** Nobody renames a step or a store by accident: a renamed store orphans its changelog. */
final class GoldenTopologyTest {
  private final SchemaRegistryClient registry = SchemaRegistryClient.of("http://127.0.0.1:1");
  private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);

  @Test
  void ingestIsAsWrittenDown() throws IOException {
    var topology =
        IngestTopology.describe(new IngestConfig(topics, 8, registry, Duration.ofDays(30)));
    assertIsAsWrittenDown(topology, "/ingest-topology.txt");
  }

  @Test
  void enrichIsAsWrittenDown() throws IOException {
    assertIsAsWrittenDown(
        EnrichTopology.describe(new EnrichConfig(topics, 8, registry)), "/enrich-topology.txt");
  }

  private static void assertIsAsWrittenDown(Topology topology, String file) throws IOException {
    try (var golden = GoldenTopologyTest.class.getResourceAsStream(file)) {
      assertThat(topology.describe().toString())
          .isEqualTo(golden == null ? "" : new String(golden.readAllBytes(), UTF_8));
    }
  }
}
