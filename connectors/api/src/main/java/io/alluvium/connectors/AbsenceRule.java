package io.alluvium.connectors;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Decides which known entities may be taken for deleted because a complete listing does not show
 * them. Up to a fifth of the known ones: at once. More looks like a fault upstream (an unmounted
 * disk, a lost permission): only those that a second complete listing, some time later, does not
 * show either.
 */
public final class AbsenceRule {
  private static final int SUSPICIOUS_PART = 5;

  private final Duration confirmAfter;
  private Set<String> suspected = Set.of();
  private Instant suspectedAt = Instant.MIN;

  /**
   * @param confirmAfter least time between the two listings
   */
  public AbsenceRule(Duration confirmAfter) {
    this.confirmAfter = confirmAfter;
  }

  /**
   * What to do about absent entities.
   *
   * @param deleted to be published as deleted, inferred
   * @param listAgain whether another complete listing is needed, {@code confirmAfter} from now
   */
  public record Verdict(Set<String> deleted, boolean listAgain) {
    public Verdict {
      deleted = Set.copyOf(deleted);
    }
  }

  /**
   * Judges one complete listing.
   *
   * @param absent known entities that it does not show
   * @param known number of known entities, the absent included
   */
  public Verdict judge(Set<String> absent, int known, Instant listedAt) {
    if ((long) absent.size() * SUSPICIOUS_PART <= known) {
      suspected = Set.of();
      return new Verdict(absent, false);
    }
    if (suspected.isEmpty() || listedAt.isBefore(suspectedAt.plus(confirmAfter))) {
      if (suspected.isEmpty()) {
        suspectedAt = listedAt;
        suspected = Set.copyOf(absent);
      }
      return new Verdict(Set.of(), true);
    }
    var confirmed = new HashSet<>(absent);
    confirmed.retainAll(suspected);
    var rest = absent.size() - confirmed.size();
    suspected = Set.of();
    return new Verdict(confirmed, rest > 0);
  }

  /** Time between the two listings. */
  public Duration confirmAfter() {
    return confirmAfter;
  }
}
