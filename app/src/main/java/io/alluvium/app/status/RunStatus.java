package io.alluvium.app.status;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last run of a source. A run begins when its tasks start (sync and reset start them again) and
 * at every look of a schedule; a continuous source goes on in the same run when it has caught up.
 *
 * <p>What was read, emitted and failed is what the readers counted; what was inserted, a duplicate,
 * a sighting or set aside is what ingest made of it, some moments later.
 *
 * @param startedAt when the first of its readers began
 * @param caughtUpAt when the last of them had read everything that upstream had; null before
 * @param durationMs from the start until then, or until the readers were heard of last
 * @param eventsPerSecond events read per second in that time
 * @param read events that the readers returned
 * @param emitted events that Kafka has acknowledged
 * @param failed things that could not be read, and events that Connect dropped
 * @param inserted new versions published
 * @param duplicates known versions reported again by the source
 * @param sightings known versions reported by one more source, and sightings that ended
 * @param deadLettered records set aside
 * @param readers each reader by itself, by scope and axis
 */
public record RunStatus(
    Instant startedAt,
    @Nullable Instant caughtUpAt,
    long durationMs,
    double eventsPerSecond,
    long read,
    long emitted,
    long failed,
    long inserted,
    long duplicates,
    long sightings,
    long deadLettered,
    List<Reader> readers) {
  public RunStatus {
    readers = List.copyOf(readers);
  }

  /**
   * One reader of a run.
   *
   * @param scope repository, channel, directory or table; the first of them where it reads several
   * @param scopeName what people call the scope
   * @param axis what its positions measure
   * @param startedAt when its run began
   * @param caughtUpAt when it had read everything; null before
   * @param durationMs as of the run
   * @param eventsPerSecond as of the run
   * @param read events it returned
   * @param emitted events that Kafka has acknowledged
   * @param failed things that could not be read, and events that Connect dropped
   * @param sourceOffset the source offset saved, in short readable form
   */
  public record Reader(
      String scope,
      String scopeName,
      String axis,
      Instant startedAt,
      @Nullable Instant caughtUpAt,
      long durationMs,
      double eventsPerSecond,
      long read,
      long emitted,
      long failed,
      String sourceOffset) {}
}
