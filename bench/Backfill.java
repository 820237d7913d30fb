import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private record Text(String id, String title, String text) {}

  public static void main(String[] arguments) throws Exception {
    var repository = Path.of(arguments[0]).toRealPath();
    var data = Files.createTempDirectory("alluvium-bench");
    var http = freePort();
    var kafka = freePort();
    var start = System.nanoTime();
    var node =
        new ProcessBuilder(
                System.getProperty("alluvium"), "up", "--watch", repository.toString(),
                "--data-dir", data.toString(), "--port", "" + http, "--kafka-port", "" + kafka,
                "--connect-port", "" + freePort())
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("bench.log").toFile())
            .start();
    try {
      await(() -> status(http, "/health/ready") == 200);
      var ready = System.nanoTime();
      System.out.printf("start to ready            %8.1f s%n", seconds(start, ready));
      System.out.printf("RSS when ready            %8d MB%n", rss(node));
      await(() -> drained(http));
      var end = System.nanoTime();
      var events = get(http, "/api/v1/sources").path("sources").get(0).path("published").asLong();
      if (events == 0) {
        events = get(http, "/api/v1/sources").path("sources").get(0).path("new").asLong();
      }
      System.out.printf("events                    %8d%n", events);
      System.out.printf("start to all searchable   %8.1f s%n", seconds(start, end));
      System.out.printf(
          "ready to all searchable   %8.1f s = %,.0f events/s%n",
          seconds(ready, end), events / seconds(ready, end));
      System.out.printf("CPU of the node           %8.1f s%n", cpu(node));
      System.out.printf("RSS after backfill        %8d MB%n", rss(node));
      var texts = texts(kafka, http);
      plainLucene(texts, "cold");
      plainLucene(texts, "warm");
    } finally {
      node.toHandle().children().forEach(ProcessHandle::destroy);
      node.destroy();
      node.waitFor(60, TimeUnit.SECONDS);
      System.out.println("data and log in " + data);
    }
  }

  private static boolean drained(int http) throws IOException {
    var sources = get(http, "/api/v1/sources").path("sources");
    var scopes = 0;
    for (var source : sources) {
      for (var scope : source.path("scopes")) {
        scopes++;
        if (scope.path("processedAsOf").asText("").isEmpty()
            || scope.path("processedAsOf").asText().equals("null")) {
          return false;
        }
      }
    }
    // Two scopes: the files and the commits.
    return scopes >= 2 && get(http, "/api/v1/status").path("hotLag").asLong(-1) == 0;
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

  private static List<Text> texts(int kafka, int http) throws Exception {
    var registry =
        new SchemaRegistryClient(List.of(URI.create("http://127.0.0.1:" + http + "/registry")));
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", "127.0.0.1:" + kafka,
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

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException e) {
        // Not up yet.
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static int status(int port, String path) throws Exception {
    return HTTP.send(request(port, path), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static JsonNode get(int port, String path) throws IOException {
    try {
      return JSON.readTree(
          HTTP.send(request(port, path), HttpResponse.BodyHandlers.ofString()).body());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static HttpRequest request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }

  /** Resident memory of the node's JVM, which is the launcher's own process after exec. */
  private static long rss(Process node) throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/" + node.pid() + "/status"))) {
      if (line.startsWith("VmRSS")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    return -1;
  }

  private static double cpu(Process node) {
    return node.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
