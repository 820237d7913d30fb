package io.alluvium.topology;

import io.alluvium.schemas.Topics;
import io.alluvium.topology.store.SharedRocksMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How a topology runs: exactly once, an event on its way for at most some 200 ms, and with as much
 * throughput as that leaves.
 *
 * @param bootstrapServers brokers, as Kafka's clients take them
 * @param stateDirectory where stores live; of this process alone
 * @param threads stream threads; as many as there are cores is best, more is slower
 * @param client settings that win over ours, in Kafka Streams' own keys (security, {@code
 *     main.consumer.group.instance.id}, which must differ between the nodes of a cluster)
 */
public record StreamsSettings(
    String bootstrapServers, Path stateDirectory, int threads, Map<String, Object> client) {
  /** Readers see an event when its transaction commits: this is most of its time in a topology. */
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

  /** After a crash the same member comes back sooner; until then its partitions wait for it. */
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

  /** How soon a raw topic that is created while we run is read. */
  private static final Duration METADATA_AGE = Duration.ofSeconds(5);

  /** A record may have 4 MiB: more waiting ones would fill the heap, and were not faster. */
  private static final int WAITING_RECORDS = 50;

  /**
   * Fetched at once, if a record is not longer: some 50 ms of work. More would outlive a collection
   * of the young generation, and fill the old one.
   */
  private static final int FETCHED_BYTES = 2 << 20;

  /**
   * @throws IllegalArgumentException if threads is not positive
   */
  public StreamsSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("Stream threads must be at least 1, were " + threads);
    }
    client = Map.copyOf(client);
  }

  /** All settings of one application, in Kafka Streams' own keys. */
  Map<String, Object> of(String applicationId) {
    var settings = new HashMap<String, Object>();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
    // The broker's own default, so that a cluster replicates and a laptop need not.
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, WAITING_RECORDS);
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 8L << 20);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksMemory.class);
    putConsumer(settings, applicationId);
    putProducer(settings);
    settings.putAll(client);
    return settings;
  }

  private static void putConsumer(Map<String, Object> settings, String applicationId) {
    // Static membership: after a restart, clean or not, the member is back without waiting for the
    // session of its predecessor to time out.
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), applicationId);
    consumer(settings, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis());
    consumer(settings, ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE.toMillis());
    consumer(settings, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    consumer(settings, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCHED_BYTES / 4);
    consumer(settings, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCHED_BYTES);
  }

  private static void putProducer(Map<String, Object> settings) {
    // Readers see nothing before the commit, which sends what waits: full batches cost no time.
    producer(settings, ProducerConfig.LINGER_MS_CONFIG, (int) COMMIT_INTERVAL.toMillis());
    producer(settings, ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    producer(settings, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    producer(settings, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_MESSAGE_BYTES);
    // One batch in flight: a transaction's first batches are not refused for coming out of order.
    producer(settings, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
  }

  private static void consumer(Map<String, Object> settings, String key, Object value) {
    settings.put(StreamsConfig.consumerPrefix(key), value);
  }

  private static void producer(Map<String, Object> settings, String key, Object value) {
    settings.put(StreamsConfig.producerPrefix(key), value);
  }
}
