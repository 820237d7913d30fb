package io.alluvium.app.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Event;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Kills a node at random moments while its repository changes, and compares what it has in the end
 * with a node that saw only the end.
 */
final class CrashRun {
  private static final int LONGEST_LIFE_MS = 14_000;

  private final Path directory;
  private final Random random;
  private final GitRepo tree;

  CrashRun(Path directory, GitRepo tree, long seed) {
    this.directory = directory;
    this.random = new Random(seed);
    this.tree = tree;
  }

  void survives(int kills) throws Exception {
    var mutations = new TreeMutations(tree, random);
    try (var node = new NodeProcess(directory.resolve("killed"), tree.directory())) {
      for (int kill = 0; kill < kills; kill++) {
        node.start();
        liveUntilKilled(node, mutations);
        for (int i = random.nextInt(4); i > 0; i--) {
          mutations.next();
        }
      }
      node.start();
      node.awaitReady();
      node.awaitDrained();
      var survived = Outcome.of(node);
      node.stop();
      assertEqualsFreshRun(survived);
    }
  }

  private void liveUntilKilled(NodeProcess node, TreeMutations mutations) throws Exception {
    var end = System.nanoTime() + Duration.ofMillis(random.nextInt(LONGEST_LIFE_MS)).toNanos();
    while (System.nanoTime() < end) {
      if (random.nextInt(4) == 0) {
        mutations.next();
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(node.alive()).as("lives until it is killed; log: %s", node.log()).isTrue();
    node.kill();
  }

  private void assertEqualsFreshRun(Outcome survived) throws Exception {
    try (var fresh = new NodeProcess(directory.resolve("fresh"), tree.directory())) {
      fresh.start();
      fresh.awaitReady();
      fresh.awaitDrained();
      var expected = Outcome.of(fresh);
      fresh.stop();
      assertThat(survived.indexed()).isEqualTo(expected.indexed());
      assertThat(survived.published()).isEqualTo(expected.published());
      assertThat(survived.indexed()).isEqualTo(survived.published());
      assertThat(survived.commits()).isEqualTo(new TreeSet<>(tree.commits()));
    }
  }

  /**
   * Live entity keys, each with the content hash of its current version.
   *
   * @param indexed as search shows them
   * @param published as the events topic states them
   */
  private record Outcome(Map<String, String> indexed, Map<String, String> published) {
    static Outcome of(NodeProcess node) {
      return new Outcome(indexed(node), published(node));
    }

    TreeSet<String> commits() {
      var shas = new TreeSet<String>();
      for (var key : published.keySet()) {
        if (key.startsWith("commit:")) {
          shas.add(key.substring("commit:".length()));
        }
      }
      return shas;
    }

    private static Map<String, String> indexed(NodeProcess node) {
      var live = new TreeMap<String, String>();
      var answer = node.search("", 10_000);
      for (var hit : answer.path("hits")) {
        live.put(
            hit.path("entityKey").asText(), hit.path("eventId").asText().replaceFirst("\\..*", ""));
      }
      assertThat(live).as("one answer holds everything").hasSize(answer.path("total").asInt());
      return live;
    }

    private static Map<String, String> published(NodeProcess node) {
      var current = new HashMap<String, Event>();
      var registry = new SchemaRegistryClient(List.of(URI.create(node.registryUrl())));
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
      try (var events = AvroSerde.of(Event.class, registry);
          var consumer =
              new KafkaConsumer<>(settings, new StringDeserializer(), events.deserializer())) {
        var partitions =
            consumer.partitionsFor("alluvium.events").stream()
                .map(p -> new org.apache.kafka.common.TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        var ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
          for (var record : consumer.poll(Duration.ofMillis(200))) {
            var event = record.value();
            if (event.getCurrent()) {
              current.merge(
                  event.getEntityKey(), event, (a, b) -> a.getRevision() > b.getRevision() ? a : b);
            }
          }
        }
      }
      var live = new TreeMap<String, String>();
      for (var event : current.values()) {
        if (!event.getDeleted()) {
          live.put(event.getEntityKey(), event.getContentHash());
        }
      }
      return live;
    }
  }
}
