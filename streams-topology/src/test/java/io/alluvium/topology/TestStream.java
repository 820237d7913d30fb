package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.ConversationWindow;
import io.alluvium.schemas.Cursor;
import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Link;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.topology.conversations.WindowRules;
import io.alluvium.topology.enrich.EventEnrichment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** One topology on Kafka's test driver, spoken to in events. One partition, as one task has. */
final class TestStream implements AutoCloseable {
  static final Topics TOPICS = new Topics("test");
  static final String RAW = TOPICS.raw("files");

  private final Path directory = temporaryDirectory();
  private final TestRegistry registry = new TestRegistry();
  private final SchemaRegistryClient client = registry.client();
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> input;
  private final Map<String, TestOutputTopic<byte[], byte[]>> outputs = new HashMap<>();
  private Instant now = Instant.parse("2026-11-20T10:00:00Z");

  private TestStream(String inputTopic, Function<SchemaRegistryClient, Topology> topology) {
    var settings = new Properties();
    settings.putAll(new StreamsSettings("unused:1", directory, 1, Map.of()).of("test"));
    driver = new TopologyTestDriver(topology.apply(client), settings, now);
    input =
        driver.createInputTopic(inputTopic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  static TestStream ingest() {
    return ingest(1, IngestConfig.DEFAULT_FIRST_SEEN_RETENTION);
  }

  static TestStream ingest(int partitions, Duration firstSeenRetention) {
    return new TestStream(
        RAW,
        client ->
            IngestTopology.describe(
                new IngestConfig(TOPICS, partitions, client, firstSeenRetention)));
  }

  static TestStream enrich(List<EventEnrichment> enrichments, Duration timeout) {
    return new TestStream(
        TOPICS.events(),
        client ->
            EnrichTopology.describe(
                new EnrichConfig(TOPICS, 1, client, Set.of(), timeout, WindowRules.DEFAULT),
                enrichments));
  }

  TestRegistry registry() {
    return registry;
  }

  /** Lets time pass, on the wall and in ingestion. */
  void pass(Duration duration) {
    now = now.plus(duration);
    driver.advanceWallClockTime(duration);
  }

  /** Turns the broker's clock back: records that follow are older than those before. */
  void turnBack(Duration duration) {
    now = now.minus(duration);
  }

  Instant now() {
    return now;
  }

  void send(Raw... raws) {
    for (var raw : raws) {
      send(raw.event().getEntityKey(), encode(RAW, RawEvent.class, raw.event()));
    }
  }

  void send(Event... events) {
    for (var event : events) {
      send(event.getEntityKey(), encode(TOPICS.events(), Event.class, event));
    }
  }

  /** Writes to a topic that the topology reads beside its main one. */
  void sendTo(String topic, String key, byte[] value) {
    var bytes = new ByteArraySerializer();
    driver
        .createInputTopic(topic, bytes, bytes)
        .pipeInput(new TestRecord<>(key.getBytes(UTF_8), value, new RecordHeaders(), now));
  }

  void send(String key, byte[] value) {
    send(key, value, new RecordHeaders());
  }

  void send(String key, byte[] value, Headers headers) {
    input.pipeInput(
        new TestRecord<>(key == null ? null : key.getBytes(UTF_8), value, headers, now));
  }

  <T extends SpecificRecord> byte[] encode(String topic, Class<T> type, T value) {
    return AvroSerde.of(type, client).serializer().serialize(topic, value);
  }

  /** Sends a record to another topic that the topology reads. */
  void sendTo(String topic, byte[] key, byte[] value, Headers headers) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, value, headers, now));
  }

  List<Event> events() {
    return values(TOPICS.events(), Event.class);
  }

  List<EnrichedEvent> enriched() {
    return values(TOPICS.enriched(), EnrichedEvent.class);
  }

  List<NearDuplicate> nearDuplicates() {
    return values(TOPICS.nearDuplicates(), NearDuplicate.class);
  }

  /** Total of one of the counters that our steps keep. */
  double total(String counter) {
    return driver.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals(counter + "-total"))
        .mapToDouble(metric -> (double) metric.metricValue())
        .sum();
  }

  List<ConversationWindow> conversations() {
    return values(TOPICS.conversations(), ConversationWindow.class);
  }

  List<Sighting> sightings() {
    return values(TOPICS.sightings(), Sighting.class);
  }

  List<Link> links() {
    return values(TOPICS.links(), Link.class);
  }

  List<DeadLetter> deadLetters() {
    return values(TOPICS.deadLetters(), DeadLetter.class);
  }

  List<Cursor> cursors() {
    return values(TOPICS.cursors(), Cursor.class);
  }

  /** What came out since the last call. */
  List<TestRecord<byte[], byte[]>> records(String topic) {
    return outputs
        .computeIfAbsent(
            topic,
            name ->
                driver.createOutputTopic(
                    name, new ByteArrayDeserializer(), new ByteArrayDeserializer()))
        .readRecordsToList();
  }

  private <T extends SpecificRecord> List<T> values(String topic, Class<T> type) {
    var deserializer = AvroSerde.of(type, client).deserializer();
    return records(topic).stream()
        .map(record -> deserializer.deserialize(topic, record.value()))
        .toList();
  }

  <K, V> KeyValueStore<K, V> store(String name) {
    return driver.getKeyValueStore(name);
  }

  Map<String, StateStore> stores() {
    return driver.getAllStateStores();
  }

  /** Value of the metric of this name that has this tag. */
  double metric(String name, String tag, String value) {
    return driver.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals(name))
        .filter(metric -> value.equals(metric.getKey().tags().get(tag)))
        .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
        .sum();
  }

  static String header(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), UTF_8);
  }

  static int partition(String entityKey, int partitions) {
    return new EntityKey(entityKey).partition(partitions);
  }

  @Override
  public void close() {
    driver.close();
    registry.close();
    try {
      Utils.delete(directory.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("test-stream");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
