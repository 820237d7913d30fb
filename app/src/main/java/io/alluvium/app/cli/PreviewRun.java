package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.app.UserError;
import io.alluvium.app.avro.AvroJson;
import io.alluvium.connectors.git.GitRepository;
import io.alluvium.schemas.Gap;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.connect.ConnectStructs;
import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs the very connector that a node runs, in Debezium's engine: offsets in memory, no Kafka.
 *
 * <p>Knows the end of the first read as a node does: by the gap that each reader opens when it
 * begins and closes when it has read everything once.
 */
final class PreviewRun {
  private static final String FIRST_READ = "NOT_READ_YET";

  private final Properties settings = new Properties();
  private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
  private final long limit;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private final Map<String, Boolean> firstReads = new HashMap<>();
  private long events;

  /**
   * @param limit most events to hand out
   */
  PreviewRun(WatchedPath path, long limit) {
    this.limit = limit;
    settings.put("name", path.name());
    settings.put("tasks.max", "1");
    settings.put("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
    settings.put("offset.flush.interval.ms", "1000");
    settings.putAll(path.settings());
    // Else the reader of commits would wait for a repository to appear, and a preview not end.
    settings.put("files.git", Boolean.toString(isInRepository(path.path())));
  }

  /**
   * Runs until everything has been read once, the limit is reached, or the consumer has enough.
   *
   * @param consumer takes one event as JSON; false = enough
   * @return number of events handed out
   * @throws UserError if the connector refuses its settings or fails
   */
  long run(Predicate<JsonNode> consumer) {
    var engine = engine(consumer);
    try (var executor = Executors.newSingleThreadExecutor(PreviewRun::daemon)) {
      executor.execute(engine);
      end.await();
      close(engine);
      executor.shutdown();
      executor.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var failed = failure.get();
    if (failed != null) {
      throw new UserError("PREVIEW_FAILED", failed, "Correct what it names.");
    }
    return Math.min(events, limit);
  }

  private DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine(
      Predicate<JsonNode> consumer) {
    return DebeziumEngine.create(Connect.class)
        .using(settings)
        .using((success, message, error) -> completed(success, message))
        .notifying(
            (List<ChangeEvent<SourceRecord, SourceRecord>> batch,
                RecordCommitter<ChangeEvent<SourceRecord, SourceRecord>> committer) -> {
              for (var change : batch) {
                take(change.value(), consumer);
                committer.markProcessed(change);
              }
              committer.markBatchFinished();
            })
        .build();
  }

  private static boolean isInRepository(Path path) {
    try (var repository = GitRepository.containing(path).orElse(null)) {
      return repository != null;
    }
  }

  private static void close(DebeziumEngine<?> engine) {
    try {
      engine.close();
    } catch (IllegalStateException endedByItself) {
      // what it ended of has been reported
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(SourceRecord record, Predicate<JsonNode> consumer) {
    if (end.getCount() == 0 || !(record.value() instanceof Struct value)) {
      return;
    }
    if (record.topic().equals(topics.gaps())) {
      noteGap(ConnectStructs.fromStruct(value, Gap.class));
    } else if (topics.rawPattern().matcher(record.topic()).matches()) {
      var event = ConnectStructs.fromStruct(value, RawEvent.class);
      if (++events > limit || !consumer.test(AvroJson.of(event.getSchema(), event))) {
        end.countDown();
      }
    }
  }

  private void noteGap(Gap gap) {
    if (gap.getReason().equals(FIRST_READ)) {
      firstReads.put(gap.getScope() + " " + gap.getAxis(), gap.getClosedAt().isPresent());
      if (!firstReads.containsValue(false)) {
        end.countDown();
      }
    }
  }

  private void completed(boolean success, @Nullable String message) {
    if (!success && end.getCount() > 0) {
      failure.set(message == null ? "The connector failed." : message);
    }
    end.countDown();
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "preview");
    thread.setDaemon(true);
    return thread;
  }
}
