package io.alluvium.app.sources;

import io.alluvium.schemas.CoverageClaim;
import io.alluvium.schemas.Cursor;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.Gap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
   * One scope on one axis: what is claimed of it, what of that is processed, and what is open.
   *
   * @param scopeName what people call the scope
   * @param claim what is claimed; null before the first claim
   * @param processed the newest step up to which everything claimed is processed; null before the
   *     first
   * @param gaps stretches not proven, oldest first
   */
  record Progress(
      String source,
      String scope,
      String scopeName,
      String axis,
      @Nullable Claimed claim,
      @Nullable Step processed,
      List<Gap> gaps) {
    /** Whether everything is proven as of the processed step. */
    boolean complete() {
      return processed != null && gaps.isEmpty();
    }
  }

  /**
   * All claims of a scope on an axis together.
   *
   * @param from where the first begins, empty = the beginning
   * @param asOf when upstream was listed last
   * @param guarantees what all of them cover
   */
  record Claimed(String from, Instant asOf, List<String> guarantees) {
    private static Claimed of(List<CoverageClaim> claims) {
      var guarantees = new ArrayList<>(claims.get(0).getGuarantees());
      claims.forEach(claim -> guarantees.retainAll(claim.getGuarantees()));
      return new Claimed(
          claims.get(0).getFrom(),
          claims.get(claims.size() - 1).getAsOf(),
          List.copyOf(guarantees));
    }
  }

  /**
   * End of a processed stretch.
   *
   * @param to where it ends on the axis
   * @param asOf when upstream was listed
   */
  record Step(String to, Instant asOf) {}

  private record Place(String source, String scope) {}

  private record Lane(Place place, String axis) {}

  private final Map<String, CoverageClaim> claims = new HashMap<>();
  private final Map<String, Gap> gaps = new HashMap<>();

  /** By place and raw partition: a claim asks for the cursors of its own place only. */
  private final Map<Place, Map<String, Cursor>> cursors = new HashMap<>();

  synchronized void claim(String key, @Nullable CoverageClaim claim) {
    put(claims, key, claim);
  }

  synchronized void cursor(String key, @Nullable Cursor cursor) {
    if (cursor != null) {
      cursors
          .computeIfAbsent(new Place(cursor.getSource(), cursor.getScope()), p -> new HashMap<>())
          .put(cursor.getTopic() + "-" + cursor.getPartition(), cursor);
    }
  }

  synchronized void gap(String key, @Nullable Gap gap) {
    put(gaps, key, gap);
  }

  /** What became of a source's records. */
  synchronized Counts counts(String source) {
    var counts = Counts.NONE;
    for (var place : cursors.entrySet()) {
      if (place.getKey().source().equals(source)) {
        for (var cursor : place.getValue().values()) {
          counts = counts.plus(cursor);
        }
      }
    }
    return counts;
  }

  /** New versions published, over all sources. */
  synchronized long published() {
    return cursors.values().stream()
        .flatMap(place -> place.values().stream())
        .mapToLong(Cursor::getPublished)
        .sum();
  }

  /**
   * Every scope of the sources asked for, by source, scope and axis. Also what only has gaps: a
   * scope not read yet, a reader of ours that found records trimmed.
   */
  synchronized List<Progress> progress(Predicate<String> sources) {
    var claimed = claims(sources);
    var open = openGaps(sources);
    var lanes = new HashSet<>(claimed.keySet());
    open.keySet().stream()
        .filter(lane -> !lane.axis().isEmpty() || lanes.stream().noneMatch(isAt(lane.place())))
        .toList()
        .forEach(lanes::add);
    return lanes.stream()
        .map(lane -> progress(lane, claimed.getOrDefault(lane, List.of()), open))
        .sorted(
            Comparator.comparing(Progress::source)
                .thenComparing(Progress::scopeName)
                .thenComparing(Progress::axis))
        .toList();
  }

  private static Predicate<Lane> isAt(Place place) {
    return lane -> lane.place().equals(place);
  }

  /** Claims by what they are about, oldest first, without those that a newer one includes. */
  private Map<Lane, List<CoverageClaim>> claims(Predicate<String> sources) {
    var byLane = new HashMap<Lane, List<CoverageClaim>>();
    claims.values().stream()
        .filter(claim -> sources.test(claim.getSource()))
        .sorted(Comparator.comparing(CoverageClaim::getAsOf))
        .forEach(claim -> {
          var lane = new Lane(new Place(claim.getSource(), claim.getScope()), claim.getAxis());
          var before = byLane.computeIfAbsent(lane, l -> new ArrayList<>());
          before.removeIf(older -> includes(claim, older));
          before.add(claim);
        });
    return byLane;
  }

  // Only the beginning can be compared without knowing the axis.
  private static boolean includes(CoverageClaim claim, CoverageClaim older) {
    return claim.getFrom().isEmpty() && claim.getGuarantees().containsAll(older.getGuarantees());
  }

  private Map<Lane, List<Gap>> openGaps(Predicate<String> sources) {
    var open = new HashMap<Lane, List<Gap>>();
    Stream.concat(
            gaps.values().stream().filter(gap -> gap.getClosedAt().isEmpty()),
            cursors.keySet().stream().flatMap(place -> deadLetters(place).stream()))
        .filter(gap -> sources.test(gap.getSource()))
        .sorted(Comparator.comparing(Gap::getOpenedAt))
        .forEach(gap ->
            open.computeIfAbsent(
                    new Lane(new Place(gap.getSource(), gap.getScope()), gap.getAxis()),
                    lane -> new ArrayList<>())
                .add(gap));
    return open;
  }

  private Progress progress(Lane lane, List<CoverageClaim> claimed, Map<Lane, List<Gap>> allOpen) {
    var open = new ArrayList<>(allOpen.getOrDefault(lane, List.of()));
    if (!lane.axis().isEmpty()) {
      open.addAll(allOpen.getOrDefault(new Lane(lane.place(), ""), List.of()));
    }
    var name =
        claimed.isEmpty()
            ? open.get(0).getScopeName()
            : claimed.get(claimed.size() - 1).getScopeName();
    var place = lane.place();
    return new Progress(
        place.source(),
        place.scope(),
        name.orElse(place.scope()),
        lane.axis(),
        claimed.isEmpty() ? null : Claimed.of(claimed),
        processed(claimed),
        List.copyOf(open));
  }

  /**
   * The stretch in which records were set aside, open until the source was read again from the
   * beginning without another one.
   */
  private Optional<Gap> deadLetters(Place place) {
    var last =
        cursors.getOrDefault(place, Map.of()).values().stream()
            .flatMap(cursor -> cursor.getLastDeadLetterAt().stream())
            .max(Comparator.naturalOrder());
    if (last.isEmpty() || readAgainSince(place, last.get())) {
      return Optional.empty();
    }
    return last.map(at ->
        Gap.newBuilder()
            .setId("dead-letters")
            .setSource(place.source())
            .setScope(place.scope())
            .setAxis("")
            .setFrom("")
            .setTo("")
            .setReason(FailureReason.DEAD_LETTERED.name())
            .setMessage(
                "Records were set aside, see topic dead-letters. When the cause is gone, reset"
                    + " the source to read them again")
            .setOpenedAt(at)
            .build());
  }

  private boolean readAgainSince(Place place, Instant at) {
    return gaps.values().stream()
        .filter(gap -> gap.getSource().equals(place.source()))
        .filter(gap -> gap.getScope().equals(place.scope()))
        .filter(gap -> gap.getReason().equals(FailureReason.NOT_READ_YET.name()))
        .anyMatch(gap -> gap.getOpenedAt().isAfter(at) && gap.getClosedAt().isPresent());
  }

  /** The newest step up to which ingest has processed every record of all claims. */
  private @Nullable Step processed(List<CoverageClaim> claimed) {
    Step newest = null;
    for (var claim : claimed) {
      var processed =
          cursors.getOrDefault(new Place(claim.getSource(), claim.getScope()), Map.of());
      if (!isProcessed(processed, claim.getEndOffsets())) {
        var within = processedStep(claim, processed);
        return within == null ? newest : within;
      }
      newest = new Step(claim.getTo(), claim.getAsOf());
    }
    return newest;
  }

  private static @Nullable Step processedStep(CoverageClaim claim, Map<String, Cursor> processed) {
    Step newest = null;
    for (var step : claim.getSteps()) {
      if (isProcessed(processed, step.getEndOffsets())) {
        newest = new Step(step.getTo(), step.getAsOf());
      }
    }
    return newest;
  }

  private static boolean isProcessed(Map<String, Cursor> processed, Map<String, Long> endOffsets) {
    return endOffsets.entrySet().stream()
        .allMatch(end -> {
          var cursor = processed.get(end.getKey());
          return (cursor == null ? 0 : cursor.getOffset()) >= end.getValue();
        });
  }

  private static <T> void put(Map<String, T> map, String key, @Nullable T value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }
}
