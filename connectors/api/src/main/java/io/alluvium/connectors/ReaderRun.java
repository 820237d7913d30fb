package io.alluvium.connectors;

import io.alluvium.schemas.SourceRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one reader has done since its run began: counted, and told at the start, when it has caught
 * up, and every two seconds in which something changes.
 *
 * <p>Thread-safe: what Kafka says about a record comes on a thread of its own.
 */
final class ReaderRun {
  private static final long TOLD_EVERY = Duration.ofSeconds(2).toNanos();
  private static final int OFFSET_LENGTH = 200;

  private final TaskRuns runs;
  private final RecordFactory records;
  private final SourceReader<?> reader;
  private final OffsetCell cell;
  private Instant startedAt;
  private @Nullable Instant caughtUpAt;
  private long read;
  private long backlog;
  private long emitted;
  private long failed;
  private boolean resting;
  private boolean changed = true;
  private Optional<Long> toldNanos = Optional.empty();

  /** A part of the run of a task. */
  ReaderRun(TaskRuns runs, RecordFactory records, SourceReader<?> reader) {
    this.runs = runs;
    this.records = records;
    this.reader = reader;
    this.startedAt = runs.startedAt();
    runs.works(this);
    var partition = SourceOffsets.run(records.source(), reader.scope(), reader.axis());
    this.cell = new OffsetCell(partition, Map.of(), this::offset);
  }

  /** When it began: what events of this run are marked with. */
  synchronized Instant startedAt() {
    return startedAt;
  }

  /** A reading begins; it may be the first of the next run. */
  synchronized void look(Instant now) {
    if (!resting) {
      return;
    }
    resting = false;
    var begun = runs.looks(this, now);
    if (!begun.equals(startedAt)) {
      startedAt = begun;
      caughtUpAt = null;
      read = 0;
      backlog = 0;
      emitted = 0;
      failed = 0;
    }
  }

  /** The reader returned an event. */
  synchronized void read() {
    read++;
    changed = true;
  }

  /** Something could not be read, or Connect dropped an event. */
  synchronized void failed() {
    failed++;
    changed = true;
  }

  /** Kafka has an event. */
  synchronized void acknowledged() {
    emitted++;
    changed = true;
  }

  /**
   * Everything that upstream had was read.
   *
   * @param rests whether the reader now rests until its schedule says so
   */
  synchronized void caughtUp(boolean rests, Instant now) {
    if (caughtUpAt == null) {
      caughtUpAt = now;
      backlog = read;
      changed = true;
      toldNanos = Optional.empty();
    }
    if (rests) {
      resting = true;
      runs.rests(this);
    }
  }

  /** Tells of the run if that is due. */
  synchronized void tell(Batch batch, Position position, Instant now) {
    long nanos = System.nanoTime();
    if (!changed || toldNanos.filter(told -> nanos - told < TOLD_EVERY).isPresent()) {
      return;
    }
    changed = false;
    toldNanos = Optional.of(nanos);
    var key = String.join("\u0000", records.source(), reader.scope(), reader.axis());
    batch.add(records.plain(records.topics().runs(), key, state(position, now)), cell);
  }

  private SourceRun state(Position position, Instant now) {
    var name = reader.scopeName();
    var offset = new TreeMap<>(position.toOffset());
    offset.values().removeIf(String::isEmpty);
    return SourceRun.newBuilder()
        .setSource(records.source())
        .setScope(reader.scope())
        .setScopeName(name.equals(reader.scope()) ? null : name)
        .setAxis(reader.axis())
        .setStartedAt(startedAt)
        .setCaughtUpAt(caughtUpAt)
        .setUpdatedAt(now)
        .setRead(read)
        .setEmitted(emitted)
        .setFailed(failed)
        .setBacklog(caughtUpAt == null ? read : backlog)
        .setSourceOffset(shortened(offset.toString()))
        .build();
  }

  private static String shortened(String offset) {
    return offset.substring(0, Math.min(OFFSET_LENGTH, offset.length()));
  }

  private synchronized Map<String, String> offset() {
    return Map.of("startedAt", startedAt.toString());
  }
}
