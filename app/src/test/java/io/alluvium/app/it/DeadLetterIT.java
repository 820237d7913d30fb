package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadLetterIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String RAW = "alluvium.raw.files";
  private static final String LETTERS = "alluvium.dead-letters";
  private static final String SOURCE = "dead";
  private static final int PARTITIONS = 8;

  @TempDir Path directory;

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
    node.remove(SOURCE);

    var letter =
        deadLetters(node).stream()
            .filter(l -> l.getPartition() == partition && l.getOffset() == offset)
            .findFirst()
            .orElseThrow();
    assertThat(letter.getReason()).isEqualTo("NOT_AVRO");
    assertThat(letter.getTopic()).isEqualTo(RAW);
    assertThat(letter.getValue().orElseThrow().array()).isEqualTo(garbage);
  }

  @Test
  void listsShowsAndReplaysWhatWasSetAside() throws Exception {
    var node = TestNode.shared();
    var since = Instant.now().toString();
    var event = event("replayed.txt", "coelacanth");
    var key = new EntityKey(event.getEntityKey());
    var whole = encode(node, event);
    // Whole records that lie on the wrong partition, or are cut off: neither can be taken.
    int wrong = (key.partition(PARTITIONS) + 1) % PARTITIONS;
    send(node, wrong, key.value(), whole);
    send(node, wrong, key.value(), Arrays.copyOf(whole, whole.length - 3));
    var path = "/api/v1/dead-letters?source=" + SOURCE + "&since=" + since;
    within(PATIENCE, "set aside", () -> node.get(path).path("total").asInt() == 2);

    var list = node.get(path);
    assertThat(list.path("reasons").toString()).isEqualTo("{\"MISPLACED\":1,\"NOT_AVRO\":1}");
    assertThat(node.get(path + "&reason=MISPLACED&limit=5").path("deadLetters")).hasSize(1);
    var misplaced = id(list, "MISPLACED");
    assertThat(node.get("/api/v1/dead-letters/" + misplaced).at("/content/value/text").asText())
        .isEqualTo("coelacanth");
    var cut = node.get("/api/v1/dead-letters/" + id(list, "NOT_AVRO"));
    assertThat(cut.at("/content/value/entityKey").asText()).isEqualTo(key.value());
    assertThat(cut.at("/content/undecoded").asText()).isNotEmpty();
    assertThat(cut.at("/content/hex").asText()).startsWith("00");
    assertThat(cut.at("/headers/ce_source").asText()).isEqualTo(SOURCE);

    // It goes to its original partition, so it is misplaced again; the origin is remembered.
    var report = node.post("/api/v1/dead-letters/" + misplaced + "/replay");
    assertThat(report.path("replayed").asInt()).isEqualTo(1);
    assertThat(report.at("/setAsideAgain/0/reason").asText()).isEqualTo("MISPLACED");
    assertThat(report.at("/setAsideAgain/0/id").asText()).isEqualTo(misplaced);
    var all = node.post("/api/v1/dead-letters/replay?source=" + SOURCE + "&since=" + since);
    assertThat(all.path("replayed").asInt()).as("each record once: %s", all).isEqualTo(2);
    assertThat(all.path("setAsideAgain")).hasSize(2);
    assertThat(all.path("pending").asInt()).isZero();
    assertThat(node.get(path).path("total").asInt()).isEqualTo(5);
    assertThat(node.get("/api/v1/dead-letters/7-999999").path("code").asText())
        .isEqualTo("LETTER_UNKNOWN");
  }

  @Test
  void takesAReplayedRecordWhoseCauseIsGone() throws Exception {
    var node = TestNode.shared();
    var event = event("late-schema.txt", "thylacine");
    var key = new EntityKey(event.getEntityKey());
    int partition = key.partition(PARTITIONS);
    var whole = encode(node, event);
    // A letter as a registry that had lost its schemas would have left it.
    var letter = new DeadLetter();
    letter.setReason("NOT_AVRO");
    letter.setMessage("Schema id is unknown");
    letter.setTopic(RAW);
    letter.setPartition(partition);
    letter.setOffset(0);
    letter.setSource(SOURCE);
    letter.setKey(ByteBuffer.wrap(key.value().getBytes(UTF_8)));
    letter.setValue(ByteBuffer.wrap(whole));
    letter.setHeaders(Map.of("ce_source", ByteBuffer.wrap(SOURCE.getBytes(UTF_8))));
    letter.setFailedAt(Instant.now());
    var serializer =
        AvroSerde.of(DeadLetter.class, SchemaRegistryClient.of(node.registryUrl())).serializer();
    var place = write(node, LETTERS, partition, key.value(), serializer.serialize(LETTERS, letter));
    var replay = "/api/v1/dead-letters/" + partition + "-" + place + "/replay";
    for (int time = 0; time < 2; time++) {
      var report = node.post(replay);
      assertThat(report.path("accepted").asInt()).as("%s", report).isEqualTo(1);
    }
    within(PATIENCE, "found once", () -> node.titles("thylacine", SOURCE).size() == 1);
  }

  private static String id(JsonNode list, String reason) {
    for (var letter : list.path("deadLetters")) {
      if (letter.path("reason").asText().equals(reason)) {
        return letter.path("id").asText();
      }
    }
    throw new AssertionError("No letter for " + reason + " in " + list);
  }

  private static byte[] encode(TestNode node, RawEvent event) {
    return AvroSerde.of(RawEvent.class, SchemaRegistryClient.of(node.registryUrl()))
        .serializer()
        .serialize(RAW, event);
  }

  private static RawEvent event(String path, String text) {
    return RawEvent.newBuilder()
        .setSource(SOURCE)
        .setConnectorType("files")
        .setScope("/dead")
        .setKind("file")
        .setEntityKey(EntityKey.file(SOURCE, path).value())
        .setVersionOrder(new VersionOrder(0L, 0L, 1L))
        .setOccurredAt(Instant.parse("2026-11-20T10:00:00Z"))
        .setObservedAt(Instant.parse("2026-11-20T10:00:01Z"))
        .setTitle(path)
        .setText(text)
        .setSourcePartition("p")
        .setSourceOffset("o")
        .build();
  }

  private static void send(TestNode node, int partition, String key, byte[] value)
      throws Exception {
    write(node, RAW, partition, key, value);
  }

  private static long write(TestNode node, String topic, int partition, String key, byte[] value)
      throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", node.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      var record = new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value);
      record.headers().add("ce_source", SOURCE.getBytes(UTF_8));
      return producer.send(record).get().offset();
    }
  }

  private static long send(TestNode node, int partition, byte[] value) throws Exception {
    return write(node, RAW, partition, "file:x/y", value);
  }

  private static List<DeadLetter> deadLetters(TestNode node) {
    var letters = new ArrayList<DeadLetter>();
    var registry = SchemaRegistryClient.of(node.registryUrl());
    Map<String, Object> config =
        Map.of("bootstrap.servers", node.bootstrapServers(), "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(
            config,
            new StringDeserializer(),
            AvroSerde.of(DeadLetter.class, registry).deserializer())) {
      var partitions =
          consumer.partitionsFor(LETTERS).stream()
              .map(info -> new TopicPartition(LETTERS, info.partition()))
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
