import io.alluvium.app.node.TopicSetup;
import io.alluvium.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics between which the peers stand. */
final class TopologyTopics implements AutoCloseable {
  static final int PARTITIONS = 8;

  private static final Topics TOPICS = new Topics("bench");

  /** What all peers read. */
  static final String RAW = TOPICS.raw("files");

  /** Where our topologies write events. */
  static final String EVENTS = TOPICS.events();

  /** Where pass-through and Flink write. */
  static final String OUT = TOPICS.enriched();

  private final String bootstrap;
  private final Admin admin;

  TopologyTopics(String bootstrap) throws Exception {
    this.bootstrap = bootstrap;
    this.admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrap));
    ensure();
  }

  /** Reads what is committed from now on. */
  KafkaConsumer<byte[], byte[]> reader(String topic) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrap,
            "isolation.level", "read_committed",
            "max.poll.records", 5_000,
            "fetch.max.wait.ms", 50);
    var bytes = new ByteArrayDeserializer();
    var consumer = new KafkaConsumer<>(settings, bytes, bytes);
    var partitions = partitions(topic);
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }

  /** Raw records that a group has read and committed, if it has read from the first. */
  long committed(String group) throws Exception {
    return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values()
        .stream()
        .filter(place -> place != null)
        .mapToLong(place -> place.offset())
        .sum();
  }

  /** Frees the disk of what the last peer wrote. */
  void tidy() throws Exception {
    var topics = new ArrayList<>(admin.listTopics().names().get());
    var compacted = List.of(TOPICS.sightings(), TOPICS.links(), TOPICS.cursors());
    topics.removeIf(topic -> !topic.endsWith("-changelog") && !compacted.contains(topic));
    admin.deleteTopics(topics).all().get();
    // Those that are still listed would be taken for existing.
    while (!Collections.disjoint(admin.listTopics().names().get(), topics)) {
      Thread.sleep(100);
    }
    ensure();
    empty(EVENTS);
    empty(OUT);
  }

  private void ensure() throws Exception {
    new TopicSetup(admin).ensure(TOPICS.specs(PARTITIONS, List.of("files")));
  }

  /** Deletes the records of a topic that is trimmed. */
  void empty(String topic) throws Exception {
    var ends = new LinkedHashMap<TopicPartition, OffsetSpec>();
    partitions(topic).forEach(partition -> ends.put(partition, OffsetSpec.latest()));
    var deletions = new LinkedHashMap<TopicPartition, RecordsToDelete>();
    admin.listOffsets(ends).all().get().forEach((partition, end) ->
        deletions.put(partition, RecordsToDelete.beforeOffset(end.offset())));
    admin.deleteRecords(deletions).all().get();
  }

  private static List<TopicPartition> partitions(String topic) {
    var partitions = new ArrayList<TopicPartition>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    return partitions;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
