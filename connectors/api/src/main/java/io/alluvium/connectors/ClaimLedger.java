package io.alluvium.connectors;

import io.alluvium.schemas.ClaimStep;
import io.alluvium.schemas.CoverageClaim;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns stretches that Kafka has acknowledged into the claim of one scope: what is proven to be
 * published, as of when. Stretches that join with equal guarantees grow one claim, which is kept in
 * the offsets.
 */
final class ClaimLedger {
  private static final String CLAIM = "claim";
  private static final String STANDING = "standing.";
  private static final int STEPS = 16;
  private static final int OFFSET_LENGTH = 200;

  private final RecordFactory records;
  private final ScopeAxis place;
  private final ReaderRun run;
  private final boolean deletions;
  private final Map<String, String> state;
  private final OffsetCell cell;
  // Claims that have a record on the topic: where they begin, and what they guarantee.
  private final Map<String, List<String>> standing = new TreeMap<>();
  private final Deque<Stretch> ended = new ArrayDeque<>();
  private Stretch open;
  private @Nullable CoverageClaim claim;

  /**
   * @param deletions whether deletions may be guaranteed at all
   */
  ClaimLedger(
      ReaderRun run,
      RecordFactory records,
      ScopeAxis place,
      boolean deletions,
      Map<String, String> stored) {
    this.run = run;
    this.records = records;
    this.place = place;
    this.open = new Stretch(run);
    this.deletions = deletions;
    this.state = new TreeMap<>(stored);
    var encoded = stored.get(CLAIM);
    this.claim = encoded == null ? null : StoredRecord.decode(CoverageClaim.getDecoder(), encoded);
    restoreStanding(stored);
    this.cell =
        new OffsetCell(
            SourceOffsets.claim(records.source(), place.scope(), place.axis()),
            Map.copyOf(stored),
            () -> Map.copyOf(state));
  }

  /** The stretch that records now belong to. */
  Stretch open() {
    return open;
  }

  void end(Reading.StretchEnd<?> end) {
    open.close(end);
    ended.add(open);
    open = new Stretch(run);
  }

  /** The next stretch of which every record was acknowledged; taken off. */
  Optional<Stretch> takeComplete() {
    var head = ended.peek();
    return head != null && head.isComplete() ? Optional.of(ended.remove()) : Optional.empty();
  }

  /** Publishes the claim, grown by a complete stretch of which nothing was dropped. */
  void publish(Batch batch, Stretch stretch) {
    var grown = grow(stretch);
    claim = grown;
    withdrawIncluded(batch, grown);
    standing.put(grown.getFrom(), grown.getGuarantees());
    state.clear();
    state.put(CLAIM, StoredRecord.encode(CoverageClaim.getEncoder(), grown));
    standing.forEach(
        (from, guarantees) -> state.put(STANDING + from, String.join(",", guarantees)));
    ReaderContext.remember(state, stretch.end().remembered());
    batch.add(records.plain(records.topics().coverage(), key(grown.getFrom()), grown), cell);
  }

  private void restoreStanding(Map<String, String> stored) {
    stored.forEach((key, guarantees) -> {
      if (key.startsWith(STANDING)) {
        standing.put(key.substring(STANDING.length()), List.of(guarantees.split(",")));
      }
    });
    if (claim != null) {
      standing.put(claim.getFrom(), claim.getGuarantees());
    }
  }

  /** What reaches from the beginning and guarantees as much makes an older claim superfluous. */
  private void withdrawIncluded(Batch batch, CoverageClaim grown) {
    for (var older : List.copyOf(standing.entrySet())) {
      boolean included =
          grown.getFrom().isEmpty()
              && !older.getKey().isEmpty()
              && grown.getGuarantees().containsAll(older.getValue());
      if (included) {
        standing.remove(older.getKey());
        batch.add(records.tombstone(records.topics().coverage(), key(older.getKey())), cell);
      }
    }
  }

  private String key(String from) {
    return String.join("\u0000", records.source(), place.scope(), place.axis(), from);
  }

  private CoverageClaim grow(Stretch stretch) {
    var end = stretch.end();
    var guarantees = guarantees(end);
    var before = claim;
    boolean joins =
        before != null
            && before.getGuarantees().equals(guarantees)
            && (end.from().equals(before.getTo()) || end.from().equals(before.getFrom()));
    // Also where it begins anew: what an older claim covered may not be processed yet.
    Map<String, Long> ends = new HashMap<>(before != null ? before.getEndOffsets() : Map.of());
    stretch.endOffsets().forEach((partition, offset) -> ends.merge(partition, offset, Math::max));
    var steps = new ArrayList<>(before != null && joins ? before.getSteps() : List.of());
    steps.add(new ClaimStep(end.to(), end.asOf(), ends));
    return CoverageClaim.newBuilder()
        .setSource(records.source())
        .setScope(place.scope())
        .setScopeName(place.scopeName())
        .setAxis(place.axis())
        .setFrom(before != null && joins ? before.getFrom() : end.from())
        .setTo(end.to())
        .setAsOf(end.asOf())
        .setGuarantees(guarantees)
        .setSourceOffset(shorten(end.position().toOffset().toString()))
        .setEndOffsets(ends)
        .setSteps(List.copyOf(steps.subList(Math.max(0, steps.size() - STEPS), steps.size())))
        .build();
  }

  private static String shorten(String offset) {
    return offset.length() <= OFFSET_LENGTH ? offset : offset.substring(0, OFFSET_LENGTH) + "...";
  }

  private List<String> guarantees(Reading.StretchEnd<?> end) {
    var guarantees = new TreeSet<>(end.guarantees());
    if (!deletions) {
      guarantees.remove("deletions");
    }
    return List.copyOf(guarantees);
  }
}
