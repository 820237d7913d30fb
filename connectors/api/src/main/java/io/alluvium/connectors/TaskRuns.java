package io.alluvium.connectors;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * When the run of a task began: when it started, or when a reader looks again after all had rested.
 * Its readers share it, for a scope may be read by several. Thread-safe.
 */
final class TaskRuns {
  private final Set<ReaderRun> busy = new HashSet<>();
  private Instant startedAt;

  /** The first run begins now. */
  TaskRuns(Instant now) {
    this.startedAt = now;
  }

  synchronized Instant startedAt() {
    return startedAt;
  }

  /** A reader has something to do. */
  synchronized void works(ReaderRun reader) {
    busy.add(reader);
  }

  /** A reader looks; a run begins if all others rest. */
  synchronized Instant looks(ReaderRun reader, Instant now) {
    if (busy.isEmpty()) {
      startedAt = now;
    }
    busy.add(reader);
    return startedAt;
  }

  /** A reader has read everything and rests. */
  synchronized void rests(ReaderRun reader) {
    busy.remove(reader);
  }
}
