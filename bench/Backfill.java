import io.alluvium.schemas.Event;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;

/**
 * Source to searchable: starts a node with nothing, lets it read a repository, and indexes the same
 * texts with a plain Lucene program in the same run.
 */
final class Backfill {
  private record Text(String id, String title, String text) {}

  public static void main(String[] arguments) throws Exception {
    var repository = Path.of(arguments[0]).toRealPath();
    var data = Files.createTempDirectory("alluvium-bench");
    var start = System.nanoTime();
    try (var node = new NodeUnderTest(repository, data)) {
      node.await(node::ready);
      var ready = System.nanoTime();
      System.out.printf("start to ready            %8.1f s%n", seconds(start, ready));
      node.await(node::drained);
      var end = System.nanoTime();
      var events = node.get("/api/v1/sources").path("sources").path(0).path("new").asLong();
      System.out.printf("events                    %8d%n", events);
      System.out.printf(
          "ready to all searchable   %8.1f s = %,.0f events/s%n",
          seconds(ready, end), events / seconds(ready, end));
      System.out.printf("CPU of the node           %8.1f s%n", node.cpuSeconds());
      var texts = texts(node);
      plainLucene(texts, "cold");
      plainLucene(texts, "warm");
      System.out.printf("RSS after backfill        %8d MB%n", node.residentMegabytes());
      Thread.sleep(60_000);
      System.out.printf("RSS a minute later        %8d MB%n", node.residentMegabytes());
    }
    System.out.println("data and log in " + data);
  }

  /** What the library alone can do with the same texts: one writer, one thread, one commit. */
  private static void plainLucene(List<Text> texts, String name) throws IOException {
    var directory = Files.createTempDirectory("plain-lucene");
    var start = System.nanoTime();
    try (var writer =
        new IndexWriter(
            FSDirectory.open(directory), new IndexWriterConfig(new StandardAnalyzer()))) {
      for (var text : texts) {
        var document = new Document();
        document.add(new StringField("id", text.id(), Field.Store.YES));
        document.add(new TextField("title", text.title(), Field.Store.YES));
        document.add(new TextField("text", text.text(), Field.Store.YES));
        writer.addDocument(document);
      }
      writer.commit();
    }
    var end = System.nanoTime();
    System.out.printf(
        "plain Lucene, same texts, %s %.1f s = %,.0f texts/s%n",
        name, seconds(start, end), texts.size() / seconds(start, end));
  }

  private static List<Text> texts(NodeUnderTest node) {
    var registry = SchemaRegistryClient.of("http://127.0.0.1:" + node.httpPort + "/registry");
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", "127.0.0.1:" + node.kafkaPort,
            "group.id", UUID.randomUUID().toString(),
            "auto.offset.reset", "earliest",
            "isolation.level", "read_committed");
    var texts = new ArrayList<Text>();
    try (var events = AvroSerde.of(Event.class, registry);
        var consumer =
            new KafkaConsumer<>(settings, new StringDeserializer(), events.deserializer())) {
      var partitions =
          consumer.partitionsFor("alluvium.events").stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (var record : consumer.poll(Duration.ofMillis(500))) {
          var event = record.value();
          texts.add(
              new Text(
                  event.getContentHash(),
                  event.getTitle().orElse(""),
                  event.getText().orElse("")));
        }
      }
    }
    return texts;
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
