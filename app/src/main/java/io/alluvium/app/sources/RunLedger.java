package io.alluvium.app.sources;

import io.alluvium.app.status.RunStatus;
import io.alluvium.schemas.Cursor;
import io.alluvium.schemas.SourceRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The last run of every source: what its readers say they did, and what ingest says became of it.
 * Thread-safe.
 */
final class RunLedger {
  private final Map<String, SourceRun> runs = new HashMap<>();
  private final Map<String, Cursor> cursors = new HashMap<>();

  synchronized void run(String key, @Nullable SourceRun run) {
    if (run == null) {
      runs.remove(key);
    } else {
      runs.put(key, run);
    }
  }

  synchronized void cursor(String key, @Nullable Cursor cursor) {
    if (cursor != null) {
      cursors.put(key, cursor);
    }
  }

  /**
   * The last run of a source, of all its readers together; empty before the first.
   *
   * @param isRead whether a scope is one of the source's; what was read of others before is no part
   *     of its last run
   */
  Optional<RunStatus> last(String source, Predicate<String> isRead) {
    var readers = readers(source).stream().filter(run -> isRead.test(run.getScope())).toList();
    return readers.isEmpty() ? Optional.empty() : Optional.of(status(source, readers));
  }

  private synchronized List<SourceRun> readers(String source) {
    return runs.values().stream()
        .filter(run -> run.getSource().equals(source))
        .sorted(Comparator.comparing(SourceRun::getScope).thenComparing(SourceRun::getAxis))
        .toList();
  }

  private RunStatus status(String source, List<SourceRun> readers) {
    var processed = processed(source, readers);
    var started = Collections.min(readers.stream().map(SourceRun::getStartedAt).toList());
    var ended = Collections.max(readers.stream().map(RunLedger::end).toList());
    boolean caughtUp = readers.stream().allMatch(reader -> reader.getCaughtUpAt().isPresent());
    var duration = Duration.between(started, ended);
    return new RunStatus(
        started,
        caughtUp ? ended : null,
        duration.toMillis(),
        perSecond(sum(readers, SourceRun::getBacklog), duration),
        sum(readers, SourceRun::getRead),
        sum(readers, SourceRun::getEmitted),
        sum(readers, SourceRun::getFailed),
        sum(processed, Cursor::getRunPublished),
        sum(processed, Cursor::getRunDuplicates),
        sum(processed, Cursor::getRunSightings),
        sum(processed, Cursor::getRunDeadLettered),
        readers.stream().map(RunLedger::reader).toList());
  }

  /** Cursors that count these runs, and no earlier one. */
  private synchronized List<Cursor> processed(String source, List<SourceRun> readers) {
    var begun = new HashSet<Instant>();
    readers.forEach(reader -> begun.add(reader.getStartedAt()));
    return cursors.values().stream()
        .filter(cursor -> cursor.getSource().equals(source))
        .filter(cursor -> cursor.getRun().filter(begun::contains).isPresent())
        .toList();
  }

  private static RunStatus.Reader reader(SourceRun run) {
    var duration = Duration.between(run.getStartedAt(), end(run));
    return new RunStatus.Reader(
        run.getScope(),
        run.getScopeName().orElse(run.getScope()),
        run.getAxis(),
        run.getStartedAt(),
        run.getCaughtUpAt().orElse(null),
        duration.toMillis(),
        perSecond(run.getBacklog(), duration),
        run.getRead(),
        run.getEmitted(),
        run.getFailed(),
        run.getSourceOffset());
  }

  /** When it had caught up; before that, when it was heard of last. */
  private static Instant end(SourceRun run) {
    return run.getCaughtUpAt().orElse(run.getUpdatedAt());
  }

  private static double perSecond(long events, Duration duration) {
    return Math.round(10_000.0 * events / Math.max(1, duration.toMillis())) / 10.0;
  }

  private static <T> long sum(Collection<T> all, ToLongFunction<T> count) {
    return all.stream().mapToLong(count).sum();
  }
}
