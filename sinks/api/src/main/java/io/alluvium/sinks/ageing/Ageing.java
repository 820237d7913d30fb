package io.alluvium.sinks.ageing;

import io.alluvium.schemas.SliceAgeing;
import io.alluvium.sinks.Slices;
import io.alluvium.sinks.TierException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets slices leave their tiers, each on its proof: planned when it is old enough, verified by
 * {@link SliceProof}, dropped, and final after a grace time. A proof that fails leaves everything
 * where it is, and says so in the ledger until one succeeds.
 *
 * <p>Each step is in the ledger before the next begins, so a process killed anywhere goes on where
 * the tiers and the ledger say. Thread-safe; rounds wait for each other.
 */
public final class Ageing {
  private static final Logger LOG = LoggerFactory.getLogger(Ageing.class);

  /** A proof that failed is not tried again before. */
  private static final Duration RETRY = Duration.ofMinutes(10);

  private final TierChain tiers;
  private final SliceProof proof;
  private final ArchiveWatch archive;
  private final AgeingLedger ledger;
  private final AgeingPolicy policy;
  private final InstantSource clock;
  private final Map<SliceId, String> waiting = new HashMap<>();
  private final Map<String, String> broken = new TreeMap<>();
  private final Map<String, LocalDate> swept = new HashMap<>();

  /**
   * @param clock what time it is
   */
  public Ageing(
      TierChain tiers,
      SliceProof proof,
      AgeingLedger ledger,
      AgeingPolicy policy,
      InstantSource clock) {
    this.tiers = tiers;
    this.proof = proof;
    this.archive = proof.watch();
    this.ledger = ledger;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Does all that can be done now. What fails in one shard does not keep others from ageing.
   *
   * @param shards partitions that this node has
   * @return what failed, by tier and shard; empty if nothing did
   */
  public synchronized Map<String, String> round(Collection<Integer> shards) {
    broken.clear();
    for (var tier : tiers.dropping()) {
      for (int shard : shards) {
        try {
          age(tier, shard);
        } catch (TierException failure) {
          LOG.warn("Shard {} of tier {} does not age now", shard, tier.name(), failure);
          broken.put(place(tier.name(), shard), String.valueOf(failure.getMessage()));
        } catch (RuntimeException unexpected) {
          LOG.error("Shard {} of tier {} does not age now", shard, tier.name(), unexpected);
          broken.put(place(tier.name(), shard), unexpected.toString());
        }
      }
    }
    return Map.copyOf(broken);
  }

  private static String place(String tier, int shard) {
    return tier + "/" + shard;
  }

  private void age(DroppableTier tier, int shard) {
    var slices = tier.slices(shard);
    settle(tier, shard, slices);
    var oldest = slices.standing().oldestDay();
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var place = place(tier.name(), shard);
    boolean sweeps = !today.equals(swept.get(place));
    if (oldest.isAfter(policy.newestDue(tier.name(), clock.instant())) && !sweeps) {
      return;
    }
    var days = slices.days();
    for (var day : days.tailMap(oldest).keySet()) {
      if (!leaves(new SliceId(tier.name(), shard, day))) {
        break;
      }
    }
    if (sweeps && sweep(tier, shard, days.headMap(oldest))) {
      swept.put(place, today);
    }
  }

  /**
   * What stayed because it was current goes once it is not, and so does what was brought back. True
   * when nothing is left to do today.
   */
  private boolean sweep(DroppableTier tier, int shard, Map<LocalDate, Slices.Held> dropped) {
    boolean all = true;
    for (var day : dropped.entrySet()) {
      var slice = new SliceId(tier.name(), shard, day.getKey());
      all &= day.getValue().leaving() == 0 || leaves(slice);
    }
    return all;
  }

  /** What a crash left between a drop and its record; and what has been gone for long enough. */
  private void settle(DroppableTier tier, int shard, Slices slices) {
    for (var record : ledger.all()) {
      var slice = SliceId.of(record);
      if (slice.tier().equals(tier.name()) && slice.shard() == shard) {
        var entry = new Entry(record);
        switch (entry.state()) {
          case VERIFIED -> {
            if (isGone(entry, slice, slices)) {
              ledger.put(entry.dropped(clock.instant(), policy.grace()).record());
            }
          }
          case DROPPED -> end(entry);
          case PLANNED, FINAL -> {}
        }
      }
    }
  }

  private static boolean isGone(Entry entry, SliceId slice, Slices slices) {
    boolean first = entry.record().getEarlier().isEmpty();
    return slice.day().isBefore(slices.standing().oldestDay())
        && (first || leaving(slices, slice.day()) == 0);
  }

  private static long leaving(Slices slices, LocalDate day) {
    var held = slices.days().get(day);
    return held == null ? 0 : held.leaving();
  }

  /** A drop is final only if what proved it is still so in the archive. */
  private void end(Entry entry) {
    var now = clock.instant();
    boolean early = entry.record().getFinalAfter().filter(now::isBefore).isPresent();
    if (!early && retries(entry) && archive.canTell(entry.record())) {
      ledger.put(entry.ended(archive.loss(entry.record()).orElse(""), now).record());
    }
  }

  /** Takes a slice as far as it goes now; true if it is dropped. */
  private boolean leaves(SliceId slice) {
    var now = clock.instant();
    if (now.isBefore(policy.due(slice))) {
      return false;
    }
    if (ledger.get(slice).map(Entry::new).filter(held -> held.isHeld(now)).isPresent()) {
      return false;
    }
    var entry = planned(slice, now);
    if (!retries(entry)) {
      return false;
    }
    var judgement = proof.judge(slice);
    waiting.remove(slice);
    return switch (judgement) {
      case Judgement.Proven proven -> drop(slice, entry, proven);
      case Judgement.Waiting(var why) -> {
        waiting.put(slice, why);
        yield false;
      }
      case Judgement.Failed failed -> {
        LOG.error("{} stays where it is: {} {}", slice, failed.why(), failed.events());
        ledger.put(entry.failed(failed, now).record());
        yield false;
      }
    };
  }

  private Entry planned(SliceId slice, Instant now) {
    var known = ledger.get(slice).map(Entry::new);
    if (known.isPresent() && !known.get().isDropped()) {
      return known.get();
    }
    var planned = known.map(entry -> entry.plannedAgain(now)).orElse(Entry.planned(slice, now));
    ledger.put(planned.record());
    return planned;
  }

  private boolean retries(Entry entry) {
    return entry.record().getFailure().isEmpty()
        || !clock.instant().isBefore(entry.record().getChangedAt().plus(RETRY));
  }

  private boolean drop(SliceId slice, Entry planned, Judgement.Proven proven) {
    var verified = planned.verified(proven, clock.instant());
    ledger.put(verified.record());
    if (!tiers.named(slice.tier()).drop(slice.shard(), slice.day(), proven.digest())) {
      waiting.put(slice, "it has changed since it was proven");
      return false;
    }
    ledger.put(verified.dropped(clock.instant(), policy.grace()).record());
    LOG.info("{} is dropped: {} versions proven", slice, proven.digest().count());
    return true;
  }

  /**
   * Keeps a slice that is being brought back: it is not dropped before a moment. What was proven
   * when it was dropped stays on record.
   *
   * @throws TierException if that could not be stored
   */
  public synchronized void hold(SliceId slice, Instant until) {
    var now = clock.instant();
    var tier = tiers.named(slice.tier());
    // Else a drop that a crash kept from being recorded would be taken for one still to come.
    settle(tier, slice.shard(), tier.slices(slice.shard()));
    var entry = ledger.get(slice).map(Entry::new).orElse(Entry.planned(slice, now));
    ledger.put(entry.held(now, until).record());
  }

  /**
   * What becomes of every slice of a tier that could still leave it.
   *
   * @throws TierException if a tier cannot be read
   */
  public synchronized List<SliceOutlook> outlook(String tier, Collection<Integer> shards) {
    var outlook = new ArrayList<SliceOutlook>();
    for (int shard : shards) {
      var slices = tiers.named(tier).slices(shard);
      var oldest = slices.standing().oldestDay();
      var earlier = Optional.<SliceId>empty();
      for (var day : slices.days().entrySet()) {
        var slice = new SliceId(tier, shard, day.getKey());
        long leaving = day.getValue().leaving();
        if (leaving > 0 || !day.getKey().isBefore(oldest)) {
          outlook.add(
              new SliceOutlook(
                  slice,
                  day.getValue().versions(),
                  leaving,
                  due(slice),
                  state(slice),
                  why(slice, earlier)));
        }
        earlier =
            day.getKey().isBefore(oldest) || earlier.isPresent() ? earlier : Optional.of(slice);
      }
    }
    return outlook;
  }

  private Instant due(SliceId slice) {
    var due = policy.due(slice);
    return ledger.get(slice).flatMap(SliceAgeing::getHeldUntil).filter(due::isBefore).orElse(due);
  }

  private @Nullable SliceState state(SliceId slice) {
    return ledger.get(slice).map(record -> new Entry(record).state()).orElse(null);
  }

  private String why(SliceId slice, Optional<SliceId> earlier) {
    var held = ledger.get(slice).map(Entry::new).filter(one -> one.isHeld(clock.instant()));
    if (held.isPresent()) {
      return "restored; stays until " + due(slice);
    }
    if (clock.instant().isBefore(due(slice))) {
      return "too young";
    }
    var failed = broken.get(place(slice.tier(), slice.shard()));
    if (failed != null) {
      return "the last round failed: " + failed;
    }
    var failure = ledger.get(slice).flatMap(SliceAgeing::getFailure);
    if (failure.isPresent()) {
      return "the proof failed: " + failure.get();
    }
    return Optional.ofNullable(waiting.get(slice))
        .or(() -> earlier.map(first -> first + " goes first"))
        .orElse("due in the next round");
  }
}
