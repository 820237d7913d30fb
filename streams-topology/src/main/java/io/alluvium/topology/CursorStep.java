package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.Cursor;
import io.alluvium.topology.store.CrashSafeStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.NullUnmarked;

/**
 * Counts every raw record in the store {@code cursors}, per source, scope and raw partition, and
 * publishes a cursor that has moved at most once a second.
 *
 * <p>Store and published records share ingest's own transactions with the verdicts, so the counts
 * are exact over restarts. A cursor whose last move was not published before a crash is published
 * after it.
 */
final class CursorStep implements ProcessorSupplier<byte[], Verdict, byte[], Cursor> {
  static final Duration PUBLISH_INTERVAL = Duration.ofSeconds(1);

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(CursorStore.builder());
  }

  @Override
  public Processor<byte[], Verdict, byte[], Cursor> get() {
    return new Count();
  }

  /** Where a record comes from, within one partition. */
  private record Origin(String source, String scope, String topic) {}

  // What init() sets is not null in process(), by the contract of Processor.
  @NullUnmarked
  private static final class Count implements Processor<byte[], Verdict, byte[], Cursor> {
    /** What the store holds, as objects: few, and changed by every record. */
    private final Map<String, Cursor> cursors = new HashMap<>();

    /** Keys that go to the store with the next commit: the one that commits their records. */
    private final Set<String> unsaved = new HashSet<>();

    private final Set<String> moved = new LinkedHashSet<>();
    private ProcessorContext<byte[], Cursor> context;
    private KeyValueStore<String, Cursor> store;
    private Pulse publication;
    private Origin lastOrigin;
    private String lastKey;

    @Override
    public void init(ProcessorContext<byte[], Cursor> context) {
      this.context = context;
      store = context.getStateStore(CursorStore.STORE);
      cursors.clear();
      unsaved.clear();
      moved.clear();
      publication = new Pulse(context, PUBLISH_INTERVAL, this::publish);
      CrashSafeStore.beforeCommit(store, this::save);
      try (var all = store.all()) {
        while (all.hasNext()) {
          var entry = all.next();
          cursors.put(entry.key, entry.value);
          moved(entry.key);
        }
      }
    }

    @Override
    public void process(Record<byte[], Verdict> record) {
      var place =
          context
              .recordMetadata()
              .orElseThrow(() -> new IllegalStateException("Only a record moves a cursor"));
      var reporter = record.value().reporter();
      var key = key(reporter, place);
      var cursor = cursors.computeIfAbsent(key, unknown -> start(reporter, place));
      cursor.setOffset(place.offset() + 1);
      cursor.setRead(cursor.getRead() + 1);
      if (reporter.observedAt() != null) {
        cursor.setLastEventAt(reporter.observedAt());
      }
      if (reporter.run() != null && !Optional.of(reporter.run()).equals(cursor.getRun())) {
        begin(cursor, reporter.run());
      }
      count(cursor, record.value(), Instant.ofEpochMilli(record.timestamp()));
      unsaved.add(key);
      moved(key);
    }

    private static void begin(Cursor cursor, Instant run) {
      cursor.setRun(run);
      cursor.setRunPublished(0);
      cursor.setRunSightings(0);
      cursor.setRunDuplicates(0);
      cursor.setRunDeadLettered(0);
    }

    private void save() {
      unsaved.forEach(key -> store.put(key, cursors.get(key)));
      unsaved.clear();
    }

    private static void count(Cursor cursor, Verdict verdict, Instant ingestedAt) {
      switch (verdict) {
        case Verdict.Published published -> {
          cursor.setPublished(cursor.getPublished() + 1);
          cursor.setRunPublished(cursor.getRunPublished() + 1);
        }
        case Verdict.Seen seen -> {
          cursor.setSightings(cursor.getSightings() + 1);
          cursor.setRunSightings(cursor.getRunSightings() + 1);
        }
        case Verdict.Duplicate duplicate -> {
          cursor.setDuplicates(cursor.getDuplicates() + 1);
          cursor.setRunDuplicates(cursor.getRunDuplicates() + 1);
        }
        case Verdict.Rejected rejected -> {
          cursor.setDeadLettered(cursor.getDeadLettered() + 1);
          cursor.setRunDeadLettered(cursor.getRunDeadLettered() + 1);
          cursor.setLastDeadLetterAt(ingestedAt);
        }
      }
    }

    /** Publishes within a second; an idle partition has nothing scheduled. */
    private void moved(String key) {
      moved.add(key);
      publication.start();
    }

    private boolean publish(long now) {
      for (var key : moved) {
        var cursor = Cursor.newBuilder(cursors.get(key)).build();
        cursor.setUpdatedAt(Instant.ofEpochMilli(now));
        context.forward(new Record<>(key.getBytes(UTF_8), cursor, now, new RecordHeaders()));
      }
      moved.clear();
      return false;
    }

    /** Most records come from where the one before came from. */
    private String key(Reporter reporter, RecordMetadata place) {
      var origin = new Origin(reporter.source(), reporter.scope(), place.topic());
      if (!origin.equals(lastOrigin)) {
        lastOrigin = origin;
        lastKey =
            String.join(
                RecordKeys.SEPARATOR,
                origin.source(),
                origin.scope(),
                origin.topic(),
                Integer.toString(place.partition()));
      }
      return lastKey;
    }

    private static Cursor start(Reporter reporter, RecordMetadata place) {
      var cursor = new Cursor();
      cursor.setSource(reporter.source());
      cursor.setScope(reporter.scope());
      cursor.setTopic(place.topic());
      cursor.setPartition(place.partition());
      cursor.setUpdatedAt(Instant.EPOCH);
      return cursor;
    }
  }
}
