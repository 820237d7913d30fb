package io.alluvium.connectors;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Reads one axis of one scope of a source: the files of a directory, the refs of a repository, the
 * messages of a channel. What an author of a connector writes.
 *
 * <p>Called by one thread at a time. Everything else (batches, records, redaction, offsets, claims,
 * retries) is done by {@link ReaderSourceTask}.
 *
 * @param <P> type of its position
 */
public interface SourceReader<P extends Position> extends AutoCloseable {
  /** Part of the source this reader reads; stands in every event and claim. */
  String scope();

  /**
   * What people call the scope now; {@link #scope} must not change when a thing is renamed, this
   * may.
   */
  default String scopeName() {
    return scope();
  }

  /**
   * The scopes that it reads with one position, such as the tables of one log: {@link #scope} alone
   * unless there are several. Then an event names its scope, and claims and gaps are made for each.
   */
  default Set<String> scopes() {
    return Set.of(scope());
  }

  /** What its positions measure: snapshot, refs, updated, ts, lsn. */
  String axis();

  /** Position of a source that never ran or was reset. */
  P begin();

  /** The position that {@link Position#toOffset} made this of. */
  P resume(Map<String, String> offset);

  /**
   * Reads what comes after a position. Returns within about 100 ms, with an empty page if there is
   * nothing right now. Repeating a call with the same position is always allowed and loses nothing.
   *
   * @param limit most readings to return
   * @throws IOException if upstream failed in a way that may pass; the task waits and calls again
   * @throws org.apache.kafka.connect.errors.RetriableException likewise
   * @throws RateLimitedException if upstream wants to be asked later; the task calls again then
   * @throws PermanentFaultException if upstream refuses for good
   * @throws org.apache.kafka.connect.errors.ConnectException if the task must stop
   */
  Page<P> readAfter(P position, int limit) throws IOException;

  /**
   * Whether upstream states every deletion, and states it again to a reader that crashed. A reader
   * that has to infer deletions from what it knows guarantees them only where offsets are committed
   * with the records.
   */
  default boolean statesDeletions() {
    return false;
  }

  /** Further figures worth watching, by metric name. Called by any thread. */
  default Map<String, LongSupplier> gauges() {
    return Map.of();
  }

  /** How much of the first reading is done. Called by any thread. */
  default Backfill backfill() {
    return Backfill.UNKNOWN;
  }

  /**
   * Ends a call of {@link #readAfter} under way within a second; it may throw. Called by any thread
   * when the task stops, before {@link #close}.
   */
  default void cancel() {}

  @Override
  void close();
}
