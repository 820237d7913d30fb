package io.alluvium.app.sources;

import io.alluvium.schemas.CoverageClaim;
import io.alluvium.schemas.Cursor;
import io.alluvium.schemas.Gap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Claims, cursors and gaps as the compacted topics have them, and what follows from them. Pure;
 * thread-safe.
 */
final class Ledger {
  /**
   * What ingest has done with a source's records since the installation began.
   *
   * @param last the newest cursor; null before the first record
   */
  record Counts(
      long read,
      long published,
      long sightings,
      long duplicates,
      long deadLettered,
      @Nullable Cursor last) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, null);

    private Counts plus(Cursor cursor) {
      return new Counts(
          read + cursor.getRead(),
          published + cursor.getPublished(),
          sightings + cursor.getSightings(),
          duplicates + cursor.getDuplicates(),
          deadLettered + cursor.getDeadLettered(),
          last == null || isNewer(cursor, last) ? cursor : last);
    }

    private static boolean isNewer(Cursor cursor, Cursor other) {
      return cursor.getLastEventAt().isPresent()
          && (other.getLastEventAt().isEmpty()
              || cursor.getLastEventAt().get().isAfter(other.getLastEventAt().get()));
    }
  }

  /**
   * One scope on one axis.
   *
   * @param claim the newest claim
   * @param processed the claim as it was when its newest completely processed step was made; null
   *     before the first
   * @param openGaps stretches not proven
   */
  record Progress(CoverageClaim claim, @Nullable Step processed, int openGaps) {}

  /**
   * End of a processed stretch.
   *
   * @param to where it ends on the axis
   * @param asOf when upstream was listed
   */
  record Step(String to, Instant asOf) {}

  private final Map<String, CoverageClaim> claims = new HashMap<>();
  private final Map<String, Cursor> cursors = new HashMap<>();
  private final Map<String, Gap> gaps = new HashMap<>();

  synchronized void claim(String key, @Nullable CoverageClaim claim) {
    put(claims, key, claim);
  }

  synchronized void cursor(String key, @Nullable Cursor cursor) {
    put(cursors, key, cursor);
  }

  synchronized void gap(String key, @Nullable Gap gap) {
    put(gaps, key, gap);
  }

  /** What became of a source's records. */
  synchronized Counts counts(String source) {
    var counts = Counts.NONE;
    for (var cursor : cursors.values()) {
      if (cursor.getSource().equals(source)) {
        counts = counts.plus(cursor);
      }
    }
    return counts;
  }

  /** New versions published, over all sources. */
  synchronized long published() {
    return cursors.values().stream().mapToLong(Cursor::getPublished).sum();
  }

  /** Every scope of a source, by scope and axis. */
  synchronized Collection<Progress> progress(String source) {
    var newest = new TreeMap<String, CoverageClaim>();
    for (var claim : claims.values()) {
      if (claim.getSource().equals(source)) {
        newest.merge(
            claim.getScope() + "\0" + claim.getAxis(),
            claim,
            (one, other) -> one.getAsOf().isAfter(other.getAsOf()) ? one : other);
      }
    }
    var progress = new ArrayList<Progress>();
    for (var claim : newest.values()) {
      progress.add(new Progress(claim, processed(claim), openGaps(claim)));
    }
    return List.copyOf(progress);
  }

  /** The newest step of which ingest has processed every record. */
  private @Nullable Step processed(CoverageClaim claim) {
    if (isProcessed(claim, claim.getEndOffsets())) {
      return new Step(claim.getTo(), claim.getAsOf());
    }
    Step newest = null;
    for (var step : claim.getSteps()) {
      if (isProcessed(claim, step.getEndOffsets())) {
        newest = new Step(step.getTo(), step.getAsOf());
      }
    }
    return newest;
  }

  private boolean isProcessed(CoverageClaim claim, Map<String, Long> endOffsets) {
    return endOffsets.entrySet().stream()
        .allMatch(end -> processedTo(claim, end.getKey()) >= end.getValue());
  }

  private long processedTo(CoverageClaim claim, String topicPartition) {
    return cursors.values().stream()
        .filter(cursor -> cursor.getSource().equals(claim.getSource()))
        .filter(cursor -> cursor.getScope().equals(claim.getScope()))
        .filter(cursor -> topicPartition.equals(cursor.getTopic() + "-" + cursor.getPartition()))
        .mapToLong(Cursor::getOffset)
        .max()
        .orElse(0);
  }

  private int openGaps(CoverageClaim claim) {
    return (int)
        gaps.values().stream()
            .filter(gap -> gap.getClosedAt().isEmpty())
            .filter(gap -> gap.getSource().equals(claim.getSource()))
            .filter(gap -> gap.getScope().equals(claim.getScope()))
            .filter(gap -> gap.getAxis().equals(claim.getAxis()) || gap.getAxis().isEmpty())
            .count();
  }

  private static <T> void put(Map<String, T> map, String key, @Nullable T value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }
}
