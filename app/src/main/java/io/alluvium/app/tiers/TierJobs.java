package io.alluvium.app.tiers;

import io.alluvium.app.UserError;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The long pieces of work that can be asked of the tiers, one at a time. Thread-safe. */
public final class TierJobs {
  private final TierSet tiers;
  private final AgeingParts parts;
  private final InstantSource clock;
  private final Job job = new Job();

  TierJobs(TierSet tiers, AgeingParts parts, InstantSource clock) {
    this.tiers = tiers;
    this.parts = parts;
    this.clock = clock;
  }

  /** How the newest is doing; null before the first. */
  public Job.@Nullable Status newest() {
    return job.status();
  }

  /**
   * Begins to verify everything.
   *
   * @throws UserError TIERS_BUSY while something else runs
   */
  public Job.Status verify() {
    return job.start("verify", new Verification(tiers, parts.proof()));
  }

  /**
   * Begins to bring days back to the hot tier, from cold; they are not dropped again for a while.
   *
   * @param from first day
   * @param to last day
   * @param keep how long they stay at least
   * @throws UserError TIERS_BUSY while something else runs
   */
  public Job.Status restore(LocalDate from, LocalDate to, Duration keep) {
    var until = clock.instant().plus(keep);
    return job.start("restore", new Restoring(tiers, parts.ageing(), from, to, until));
  }

  /**
   * Begins to make shards anew from cold that came from another node and lack what the log has no
   * more; does nothing while something else runs, or there is none.
   */
  void replenish() {
    var newest = job.status();
    if (newest != null && newest.running()) {
      return;
    }
    tiers.live().stream()
        .filter(live -> !live.trimmed().isEmpty())
        .findFirst()
        .ifPresent(live ->
            job.start("rebuild", Rebuilding.of(live.trimmed(), tiers, live, parts.starts())));
  }

  /**
   * Begins to make a tier anew; of cold, without {@code from}, only what is damaged.
   *
   * @param from {@code log} or {@code cold}; without one the log, if it has everything
   * @throws UserError TIERS_BUSY while something else runs; TIER_UNKNOWN; LOG_NOT_WHOLE if the log
   *     does not have everything that is to come from it
   */
  public Job.Status rebuild(String tier, Optional<String> from) {
    if (tier.equals("cold") && from.isEmpty()) {
      return job.start("rebuild", new Repairing(tiers, parts));
    }
    var log = parts.starts();
    boolean whole = log.isWhole(tiers.partitions());
    boolean fromLog = tier.equals("cold") || from.map("log"::equals).orElse(whole);
    if (fromLog && !whole) {
      throw new UserError(
          "LOG_NOT_WHOLE",
          "The log does not have everything any more (trim.events.ms).",
          tier.equals("cold")
              ? "Cold is the only one that has; without --from, only what is damaged is made anew."
              : "Rebuild it from cold: --from cold.");
    }
    return tier.equals("cold")
        ? job.start("rebuild", progress -> Rebuilding.cold(tiers, progress))
        : job.start("rebuild", new Rebuilding(tiers, named(tier), log, fromLog));
  }

  private LiveTier named(String tier) {
    return tiers.live().stream()
        .filter(one -> one.name().equals(tier))
        .findFirst()
        .orElseThrow(() ->
            new UserError(
                "TIER_UNKNOWN", "There is no tier '" + tier + "'.", "Say hot, warm or cold."));
  }
}
