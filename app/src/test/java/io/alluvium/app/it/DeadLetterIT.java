package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadLetterIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String RAW = "alluvium.raw.files";
  private static final String SOURCE = "dead";
  private static final int PARTITIONS = 8;

  @TempDir Path directory;

  @AfterEach
  void forget() {
    TestNode.shared().remove(SOURCE);
  }

  @Test
  void setsGarbageAsideAndGoesOnWithThePartition() throws Exception {
    var node = TestNode.shared();
    var path = "after-garbage.txt";
    int partition = EntityKey.file(SOURCE, path).partition(PARTITIONS);
    var garbage = "this is no Avro".getBytes(UTF_8);
    long offset = send(node, partition, garbage);

    var repository = GitRepo.create(directory);
    repository.write(path, "axolotl\n");
    node.watch(SOURCE, directory);
    within(PATIENCE, "found", () -> node.titles("axolotl", SOURCE).contains(path));

    var letter =
        deadLetters(node).stream()
            .filter(l -> l.getPartition() == partition && l.getOffset() == offset)
            .findFirst()
            .orElseThrow();
    assertThat(letter.getReason()).isEqualTo("NOT_AVRO");
    assertThat(letter.getTopic()).isEqualTo(RAW);
    assertThat(letter.getValue().orElseThrow().array()).isEqualTo(garbage);
  }

  private static long send(TestNode node, int partition, byte[] value) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", node.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      var key = "file:x/y".getBytes(UTF_8);
      return producer.send(new ProducerRecord<>(RAW, partition, key, value)).get().offset();
    }
  }

  private static List<DeadLetter> deadLetters(TestNode node) {
    var letters = new ArrayList<DeadLetter>();
    var registry = SchemaRegistryClient.of(node.registryUrl());
    var topic = "alluvium.dead-letters";
    Map<String, Object> config =
        Map.of("bootstrap.servers", node.bootstrapServers(), "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(
            config,
            new StringDeserializer(),
            AvroSerde.of(DeadLetter.class, registry).deserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> letters.add(record.value()));
      }
    }
    return letters;
  }
}
