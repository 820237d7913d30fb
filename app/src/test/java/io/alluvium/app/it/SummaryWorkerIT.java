package io.alluvium.app.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Actor;
import io.alluvium.schemas.ConversationMessage;
import io.alluvium.schemas.ConversationWindow;
import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Summary;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The worker that writes summaries: every window once, whatever becomes of the worker. */
@Execution(ExecutionMode.CONCURRENT)
final class SummaryWorkerIT {
  private static final String WINDOWS = TopologyBed.TOPICS.conversations();
  private static final String SUMMARIES = TopologyBed.TOPICS.summaries();

  @TempDir Path directory;

  @Test
  void summarisesOnceWhatACrashLeftBetweenWritingAndCommitting() throws Exception {
    try (var bed = new TopologyBed(directory)) {
      send(bed, IntStream.range(0, 20).mapToObj(SummaryWorkerIT::window).toList());
      var unfinished = producer(bed, Map.of("transactional.id", SummaryProcess.GROUP));
      unfinished.initTransactions();
      unfinished.beginTransaction();
      unfinished.send(new ProducerRecord<>(SUMMARIES, 0, new byte[] {1}, new byte[] {2})).get();
      try (var producer = producer(bed, Map.of())) {
        producer.send(record("no window", new byte[] {9, 9}));
      }
      try (var worker = SummaryProcess.worker(bed.bootstrapServers(), bed.registryUrl())) {
        var written = bed.read(SUMMARIES, Summary.class, all -> all.size() >= 20);
        assertThat(texts(written)).hasSize(20).isEqualTo(texts(expected(20)));
        assertThat(written).hasSize(20);
        assertThat(worker.counts().written()).isEqualTo(20);
        assertThat(worker.running()).isTrue();
        assertThat(
                bed.read(TopologyBed.TOPICS.deadLetters(), DeadLetter.class, all -> !all.isEmpty()))
            .singleElement()
            .satisfies(letter -> assertThat(letter.getReason()).isEqualTo("NOT_AVRO"));
      }
      unfinished.close(Duration.ZERO);
    }
  }

  @Test
  @Tag("crash")
  void losesNoSummaryAndWritesNoneTwiceWhenKilled() throws Exception {
    var random = new Random(Long.getLong("crash.seed", 20261120L));
    int windows = 0;
    try (var bed = new TopologyBed(directory)) {
      for (int kill = 0; kill < 6; kill++) {
        var process = SummaryProcess.start(bed, directory.resolve("summaries.log"));
        for (int i = 0; i < 10; i++) {
          int from = windows;
          windows += 30;
          send(bed, IntStream.range(from, windows).mapToObj(SummaryWorkerIT::window).toList());
          Thread.sleep(100 + random.nextInt(400));
        }
        process.destroyForcibly().waitFor();
      }
      int all = windows;
      var process = SummaryProcess.start(bed, directory.resolve("summaries.log"));
      try {
        var written = bed.read(SUMMARIES, Summary.class, read -> read.size() >= all);
        assertThat(written).hasSize(all);
        assertThat(texts(written)).isEqualTo(texts(expected(all)));
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  /** What each conversation comes down to; ids must be those of an undisturbed run. */
  private static Map<String, List<String>> texts(List<Summary> summaries) {
    var texts = new HashMap<String, List<String>>();
    summaries.forEach(summary ->
        texts.put(
            summary.getConversation(),
            List.of(summary.getText(), String.join(",", summary.getSourceHashes()))));
    return texts;
  }

  private static List<Summary> expected(int count) {
    var expected = new ArrayList<Summary>();
    for (int i = 0; i < count; i++) {
      var window = window(i);
      var summary = new Summary();
      summary.setConversation(window.getConversation());
      summary.setText("Ada: " + sentence(i, 0) + " " + sentence(i, 1));
      summary.setSourceHashes(
          window.getMessages().stream().map(ConversationMessage::getContentHash).sorted().toList());
      expected.add(summary);
    }
    return expected;
  }

  private static String sentence(int window, int number) {
    return "Sample " + window + " of the granite lies in drawer " + number + " of the lab.";
  }

  private static ConversationWindow window(int number) {
    var messages = new ArrayList<ConversationMessage>();
    for (int i = 0; i < 5; i++) {
      messages.add(
          ConversationMessage.newBuilder()
              .setEntityKey(EntityKey.slack("T", "C", number + "." + i).value())
              .setContentHash("hash " + number + " " + i)
              .setSaidAt(Instant.EPOCH.plusSeconds(i))
              .setActor(new Actor("U1", "Ada"))
              .setText(i < 2 ? sentence(number, i) : "ok")
              .setSource("chat")
              .setScope("C")
              .build());
    }
    return ConversationWindow.newBuilder()
        .setConversation(EntityKey.slack("T", "C", number + ".0").value())
        .setWindowStart(Instant.EPOCH)
        .setWindowEnd(Instant.EPOCH.plusSeconds(86_400))
        .setMessages(messages)
        .build();
  }

  private static void send(TopologyBed bed, List<ConversationWindow> windows) {
    var serializer =
        AvroSerde.of(ConversationWindow.class, SchemaRegistryClient.of(bed.registryUrl()))
            .serializer();
    try (var producer = producer(bed, Map.of())) {
      windows.forEach(window ->
          producer.send(record(window.getConversation(), serializer.serialize(WINDOWS, window))));
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String key, byte[] value) {
    int partition = Math.floorMod(key.hashCode(), TopologyBed.PARTITIONS);
    return new ProducerRecord<>(WINDOWS, partition, key.getBytes(UTF_8), value);
  }

  private static KafkaProducer<byte[], byte[]> producer(
      TopologyBed bed, Map<String, Object> further) {
    var settings = new HashMap<String, Object>(further);
    settings.put("bootstrap.servers", bed.bootstrapServers());
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
