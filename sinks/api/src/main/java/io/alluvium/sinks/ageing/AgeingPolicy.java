package io.alluvium.sinks.ageing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * How long tiers keep slices.
 *
 * @param keeps for each tier, how long a slice stays after its day is over
 * @param grace how long a drop is watched, and can be undone before it is final
 */
public record AgeingPolicy(Map<String, Duration> keeps, Duration grace) {
  /** What was published late on a day is in {@code events} an hour after it. */
  static final Duration SETTLING = Duration.ofHours(1);

  public AgeingPolicy {
    keeps = Map.copyOf(keeps);
  }

  /** When a slice may be judged. */
  Instant due(SliceId slice) {
    return slice.end().plus(kept(slice.tier()));
  }

  /** The newest day of which slices may be judged. */
  LocalDate newestDue(String tier, Instant now) {
    return LocalDate.ofInstant(now.minus(kept(tier)), ZoneOffset.UTC).minusDays(1);
  }

  private Duration kept(String tier) {
    var kept = keeps.getOrDefault(tier, SETTLING);
    return kept.compareTo(SETTLING) > 0 ? kept : SETTLING;
  }
}
