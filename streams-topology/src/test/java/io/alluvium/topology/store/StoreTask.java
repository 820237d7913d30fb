package io.alluvium.topology.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.CommitCallback;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.apache.kafka.streams.processor.internals.RecordCollector;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Does with one store what a task of Kafka Streams does, in the words of a test. */
final class StoreTask implements StateStoreContext, RecordCollector, RecordCollector.Supplier {
  static final String STORE = "things";
  static final TopicPartition CHANGELOG = new TopicPartition("app-things-changelog", 0);

  final CrashSafeStore store = (CrashSafeStore) CrashSafeStore.supplier(STORE).get();
  private final Path directory;
  private RecordBatchingStateRestoreCallback restoration;
  private long written = -1;

  StoreTask(Path directory) {
    this.directory = directory;
  }

  /** Opens the store; returns the offset from which Streams would restore. */
  Long open() {
    store.init(this, store);
    return store.committedOffset(CHANGELOG);
  }

  void put(String key, String value) {
    store.put(bytes(key), value == null ? null : value.getBytes(UTF_8));
  }

  String get(String key) {
    return text(store.get(bytes(key)));
  }

  /** Prepares a commit; the changelog's records are written up to an offset then. */
  void prepare(long offset) {
    store.flushCache();
    written = offset;
  }

  /** As Streams closes what it has committed. */
  void closeClean(long offset) {
    store.flushCache();
    store.commit(Map.of(CHANGELOG, offset));
    store.close();
  }

  void restore(long from, String... keys) {
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    for (var key : keys) {
      var record =
          new ConsumerRecord<>(
              CHANGELOG.topic(),
              0,
              from + records.size(),
              key.getBytes(UTF_8),
              "restored".getBytes(UTF_8));
      records.add(record);
    }
    restoration.restoreBatch(records);
  }

  List<String> all() {
    return list(store.all());
  }

  static List<String> list(KeyValueIterator<Bytes, byte[]> rows) {
    try (rows) {
      var list = new ArrayList<String>();
      while (rows.hasNext()) {
        var next = rows.peekNextKey();
        KeyValue<Bytes, byte[]> row = rows.next();
        list.add(text(next.get()) + "=" + text(row.value));
      }
      return list;
    }
  }

  static KeyValueStore<Bytes, byte[]> closed() {
    return CrashSafeStore.supplier(STORE).get();
  }

  static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(UTF_8));
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  @Override
  public RecordCollector recordCollector() {
    return this;
  }

  @Override
  public Map<TopicPartition, Long> offsets() {
    return written < 0 ? Map.of() : Map.of(CHANGELOG, written);
  }

  @Override
  public void register(StateStore root, StateRestoreCallback restoration) {
    this.restoration = (RecordBatchingStateRestoreCallback) restoration;
  }

  @Override
  public File stateDir() {
    return directory.toFile();
  }

  @Override
  public void register(StateStore root, StateRestoreCallback restoration, CommitCallback commit) {
    register(root, restoration);
  }

  @Override
  public Map<String, Object> appConfigs() {
    return Map.of();
  }

  @Override
  public Map<String, Object> appConfigsWithPrefix(String prefix) {
    return Map.of();
  }

  @Override
  public String applicationId() {
    return "app";
  }

  @Override
  public TaskId taskId() {
    return new TaskId(0, 0);
  }

  @Override
  public Optional<RecordMetadata> recordMetadata() {
    return Optional.empty();
  }

  @Override
  public Serde<?> keySerde() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Serde<?> valueSerde() {
    throw new UnsupportedOperationException();
  }

  @Override
  public StreamsMetrics metrics() {
    throw new UnsupportedOperationException();
  }

  @Override
  public <K, V> void send(
      String topic,
      K key,
      V value,
      Headers headers,
      Integer partition,
      Long timestamp,
      Serializer<K> keySerializer,
      Serializer<V> valueSerializer,
      String node,
      InternalProcessorContext<Void, Void> context) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <K, V> void send(
      String topic,
      K key,
      V value,
      Headers headers,
      Long timestamp,
      Serializer<K> keySerializer,
      Serializer<V> valueSerializer,
      String node,
      InternalProcessorContext<Void, Void> context,
      StreamPartitioner<? super K, ? super V> partitioner) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <K, V> void send(
      K key,
      V value,
      String node,
      InternalProcessorContext<?, ?> context,
      ProducerRecord<byte[], byte[]> record) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void initialize() {}

  @Override
  public void flush() {}

  @Override
  public void closeClean() {}

  @Override
  public void closeDirty() {}
}
