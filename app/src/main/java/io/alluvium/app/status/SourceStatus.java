package io.alluvium.app.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * State of one source, from Connect, the coverage ledger and ingest's cursors.
 *
 * @param name name of the source, also of its Connect connector
 * @param connector connector type, such as {@code files}
 * @param path what it watches; null where the connector has no path
 * @param state {@code running}, {@code starting}, {@code waiting} (for a restart after a failure),
 *     {@code paused}, {@code failed}
 * @param error what went wrong last, while it is wrong
 * @param tasks state of each task
 * @param scopes how far each scope is proven complete
 * @param read records that ingest has processed
 * @param newVersions new versions among them
 * @param sightings known versions reported by one more source
 * @param duplicates known versions reported again
 * @param deadLettered records set aside
 * @param lastEventAt when the source had the last record that ingest processed
 * @param backfill progress of the first read; null when it is done or unknown
 * @param run statistics of the last run; null before the first
 */
public record SourceStatus(
    String name,
    String connector,
    @Nullable String path,
    String state,
    @Nullable String error,
    List<Task> tasks,
    List<Scope> scopes,
    long read,
    @JsonProperty("new") long newVersions,
    long sightings,
    long duplicates,
    long deadLettered,
    @Nullable Instant lastEventAt,
    @Nullable Backfill backfill,
    @Nullable RunStatus run) {
  public SourceStatus {
    tasks = List.copyOf(tasks);
    scopes = List.copyOf(scopes);
  }

  /**
   * One Connect task.
   *
   * @param id number of the task
   * @param state as Connect names it, in lower case
   * @param error first line of its failure; null while it runs
   * @param restarts how often it was restarted since it last ran well
   * @param nextRestartAt when it is restarted next; null when no restart is due
   */
  public record Task(
      int id,
      String state,
      @Nullable String error,
      int restarts,
      @Nullable Instant nextRestartAt) {}

  /**
   * One scope on one axis.
   *
   * @param scope repository, channel, directory or table, as events name it
   * @param scopeName what people call it
   * @param axis what the cursor measures
   * @param complete whether everything is proven as of {@code processedAsOf}: no gap is open
   * @param from start of the claim on the axis, empty = the beginning; null before the first claim
   * @param claimedAsOf as of when the source claims to have read everything
   * @param processedCursor end of the newest stretch that ingest has processed completely; null
   *     before the first
   * @param processedAsOf as of when that stretch was listed
   * @param guarantees what the claim covers
   * @param openGaps stretches not proven
   */
  public record Scope(
      String scope,
      String scopeName,
      String axis,
      boolean complete,
      @Nullable String from,
      @Nullable Instant claimedAsOf,
      @Nullable String processedCursor,
      @Nullable Instant processedAsOf,
      List<String> guarantees,
      int openGaps) {
    public Scope {
      guarantees = List.copyOf(guarantees);
    }
  }

  /**
   * Progress of a first read.
   *
   * @param done entities read
   * @param total entities to read; 0 while not known
   */
  public record Backfill(long done, long total) {}
}
