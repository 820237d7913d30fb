package io.alluvium.connectors;

import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.connect.ConnectStructs;
import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs a connector in Debezium's engine, with no Kafka at all: the connector is found by its class
 * name, validated, started and polled as a worker would, and its offsets are kept in a file.
 */
public final class EngineRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<SourceRecord> records = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine;
  private volatile @Nullable String failure;

  private EngineRun(Properties settings) {
    this.engine =
        DebeziumEngine.create(Connect.class)
            .using(settings)
            .using(this::completed)
            .notifying(this::take)
            .build();
    new Thread(engine, "engine").start();
  }

  /** Starts a connector. */
  public static EngineRun start(
      Class<? extends SourceConnector> connector, Map<String, String> settings, Path offsets) {
    var properties = new Properties();
    properties.putAll(settings);
    properties.put("connector.class", connector.getName());
    properties.put("tasks.max", "1");
    properties.put("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
    properties.put("offset.storage.file.filename", offsets.toString());
    properties.put("offset.flush.interval.ms", "0");
    return new EngineRun(properties);
  }

  private synchronized void take(
      List<ChangeEvent<SourceRecord, SourceRecord>> batch,
      DebeziumEngine.RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer)
      throws InterruptedException {
    for (var event : batch) {
      records.add(event.value());
      committer.markProcessed(event);
    }
    committer.markBatchFinished();
  }

  private void completed(boolean success, String message, @Nullable Throwable error) {
    if (!success) {
      failure = message + (error == null ? "" : ": " + error);
    }
    ended.countDown();
  }

  /** The events so far. */
  public synchronized List<RawEvent> events() {
    return records.stream()
        .filter(one -> one.value() != null && one.valueSchema().name().endsWith(".RawEvent"))
        .map(one -> ConnectStructs.fromStruct((Struct) one.value(), RawEvent.class))
        .toList();
  }

  /** The records so far. */
  public synchronized List<SourceRecord> records() {
    return List.copyOf(records);
  }

  /** Waits until something is true. */
  public EngineRun until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (failure != null || System.nanoTime() - end > 0) {
        throw new AssertionError(
            "Not within " + PATIENCE + "; failure: " + failure + "; events: " + events().size());
      }
      pause(Duration.ofMillis(20));
    }
    return this;
  }

  /** Waits. */
  public EngineRun during(Duration time) {
    pause(time);
    return this;
  }

  /** Waits for the engine to give up, and returns why. */
  public String failure() {
    try {
      ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("A test is not interrupted", e);
    }
    return String.valueOf(failure);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException("A test is not interrupted", e);
    }
  }

  @Override
  public void close() {
    try {
      if (failure == null) {
        engine.close();
      }
      ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("The engine did not stop", e);
    }
  }
}
