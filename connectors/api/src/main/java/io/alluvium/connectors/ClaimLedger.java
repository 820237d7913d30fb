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
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns stretches that Kafka has acknowledged into the claim of one reader: what it proves to have
 * published, as of when. Stretches that join with equal guarantees grow one claim.
 */
final class ClaimLedger {
  private static final int STEPS = 16;
  private static final int OFFSET_LENGTH = 200;

  private final String source;
  private final SourceReader<?> reader;
  private final boolean exactlyOnce;
  private final Deque<Stretch> ended = new ArrayDeque<>();
  private Stretch open = new Stretch();
  private @Nullable CoverageClaim claim;

  /**
   * @param exactlyOnce whether offsets are committed with the records; without that an entity may
   *     have been published and not be known after a crash, so deletions are not guaranteed
   * @param claim the claim so far; null if there is none
   */
  ClaimLedger(
      String source, SourceReader<?> reader, boolean exactlyOnce, @Nullable CoverageClaim claim) {
    this.source = source;
    this.reader = reader;
    this.exactlyOnce = exactlyOnce;
    this.claim = claim;
  }

  /** The stretch that records now belong to. */
  Stretch open() {
    return open;
  }

  void end(Reading.StretchEnd<?> end) {
    open.close(end);
    ended.add(open);
    open = new Stretch();
  }

  /** The next stretch of which every record was acknowledged; taken off. */
  Optional<Stretch> takeComplete() {
    var head = ended.peek();
    return head != null && head.isComplete() ? Optional.of(ended.remove()) : Optional.empty();
  }

  /** The claim, grown by a complete stretch of which nothing was dropped. */
  CoverageClaim grow(Stretch stretch) {
    var end = stretch.end();
    var guarantees = guarantees(end);
    var before = claim;
    boolean joins =
        before != null
            && before.getGuarantees().equals(guarantees)
            && (end.from().equals(before.getTo()) || end.from().equals(before.getFrom()));
    Map<String, Long> ends =
        new HashMap<>(before != null && joins ? before.getEndOffsets() : Map.of());
    stretch.endOffsets().forEach((partition, offset) -> ends.merge(partition, offset, Math::max));
    var steps = new ArrayList<>(before != null && joins ? before.getSteps() : List.of());
    steps.add(new ClaimStep(end.to(), end.asOf(), ends));
    claim =
        CoverageClaim.newBuilder()
            .setSource(source)
            .setScope(reader.scope())
            .setScopeName(reader.scopeName().equals(reader.scope()) ? null : reader.scopeName())
            .setAxis(reader.axis())
            .setFrom(before != null && joins ? before.getFrom() : end.from())
            .setTo(end.to())
            .setAsOf(end.asOf())
            .setGuarantees(guarantees)
            .setSourceOffset(shorten(end.position().toOffset().toString()))
            .setEndOffsets(ends)
            .setSteps(List.copyOf(steps.subList(Math.max(0, steps.size() - STEPS), steps.size())))
            .build();
    return claim;
  }

  private static String shorten(String offset) {
    return offset.length() <= OFFSET_LENGTH ? offset : offset.substring(0, OFFSET_LENGTH) + "...";
  }

  private List<String> guarantees(Reading.StretchEnd<?> end) {
    var guarantees = new TreeSet<>(end.guarantees());
    if (!exactlyOnce) {
      guarantees.remove("deletions");
    }
    return List.copyOf(guarantees);
  }
}
