package io.alluvium.connectors;

import io.alluvium.schemas.CoverageClaim;
import io.alluvium.schemas.Gap;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.SourceRun;
import io.alluvium.schemas.connect.ConnectStructs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/**
 * Runs one task step by step, as an exactly-once worker does: every batch is acknowledged and
 * committed together with its offsets, or not at all.
 */
public final class TaskRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final SourceTask task;
  private final MemoryOffsets offsets;
  private final Map<String, Long> ends = new HashMap<>();
  private final List<SourceRecord> sent = new ArrayList<>();

  private TaskRun(SourceTask task, MemoryOffsets offsets) {
    this.task = task;
    this.offsets = offsets;
  }

  /** Starts a task on stored offsets. */
  public static TaskRun start(
      SourceTask task, Map<String, String> settings, MemoryOffsets offsets) {
    var run = new TaskRun(task, offsets);
    task.initialize(new Context(settings, offsets));
    task.start(settings);
    return run;
  }

  /** Polls once without telling anybody: what a worker has when it is killed in a batch. */
  public List<SourceRecord> pollUncommitted() {
    try {
      var batch = task.poll();
      return batch == null ? List.of() : batch;
    } catch (InterruptedException e) {
      throw new IllegalStateException("A test is not interrupted", e);
    }
  }

  /** Polls once and commits what came. */
  public List<SourceRecord> poll() {
    return poll((one, metadata) -> metadata);
  }

  /**
   * Polls once and commits what came.
   *
   * @param word what the task is told about a record; null = Connect dropped it
   */
  public List<SourceRecord> poll(BiFunction<SourceRecord, RecordMetadata, RecordMetadata> word) {
    var batch = pollUncommitted();
    batch.forEach(offsets::commit);
    batch.forEach(one -> acknowledge(one, word));
    batch.forEach(one -> sent.add(withoutOffset(one)));
    return batch;
  }

  /** Polls until something is true of what was sent. */
  public TaskRun until(BooleanSupplier condition) {
    return until(condition, PATIENCE);
  }

  /** Polls until something is true of what was sent, for some time at most. */
  public TaskRun until(BooleanSupplier condition, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("Not within " + patience + "; sent so far: " + titles());
      }
      poll();
    }
    return this;
  }

  /** Polls until one more stretch, of whichever reader, was claimed. */
  public TaskRun untilClaimed() {
    int before = claims().size();
    return until(() -> claims().size() > before);
  }

  /** Polls for a while. */
  public TaskRun during(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      poll();
    }
    return this;
  }

  /** Forgets what was sent so far. */
  public TaskRun forget() {
    sent.clear();
    return this;
  }

  /** Number of records committed. */
  public int sentCount() {
    return sent.size();
  }

  /** Everything committed, in order. */
  public List<SourceRecord> sent() {
    return List.copyOf(sent);
  }

  public List<RawEvent> events() {
    return values(RawEvent.class);
  }

  public List<CoverageClaim> claims() {
    return values(CoverageClaim.class);
  }

  public List<SourceRun> runs() {
    return values(SourceRun.class);
  }

  public List<Gap> gaps() {
    return values(Gap.class);
  }

  /** Verb and title of every event, such as {@code created a.txt}. */
  public List<String> titles() {
    return events().stream()
        .map(event -> event.getVerb().orElse("") + " " + event.getTitle().orElse(""))
        .toList();
  }

  private <T extends SpecificRecord> List<T> values(Class<T> type) {
    return sent.stream()
        .filter(one ->
            one.value() != null && one.valueSchema().name().endsWith("." + type.getSimpleName()))
        .map(one -> ConnectStructs.fromStruct((Struct) one.value(), type))
        .toList();
  }

  // Offsets of many batches are large, and the stored ones are what counts.
  private static SourceRecord withoutOffset(SourceRecord one) {
    return new SourceRecord(
        one.sourcePartition(),
        Map.of(),
        one.topic(),
        null,
        one.keySchema(),
        one.key(),
        one.valueSchema(),
        one.value(),
        null,
        one.headers());
  }

  private void acknowledge(
      SourceRecord one, BiFunction<SourceRecord, RecordMetadata, RecordMetadata> word) {
    long offset = ends.merge(one.topic(), 1L, Long::sum) - 1;
    var partition = new TopicPartition(one.topic(), 0);
    try {
      task.commitRecord(one, word.apply(one, new RecordMetadata(partition, offset, 0, 0, 0, 0)));
    } catch (InterruptedException e) {
      throw new IllegalStateException("A test is not interrupted", e);
    }
  }

  @Override
  public void close() {
    task.stop();
  }

  private record Context(Map<String, String> configs, OffsetStorageReader offsetStorageReader)
      implements SourceTaskContext {
    @Override
    public PluginMetrics pluginMetrics() {
      return null;
    }
  }
}
