package io.alluvium.sinks.ageing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * All tiers in the order in which an event leaves them.
 *
 * @param dropping those that let go of slices, the nearest first
 * @param archive the one that keeps everything
 */
public record TierChain(List<DroppableTier> dropping, ProvableTier archive) {
  public TierChain {
    dropping = List.copyOf(dropping);
  }

  /**
   * One of those that let go.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public DroppableTier named(String name) {
    return dropping.stream()
        .filter(tier -> tier.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no tier " + name));
  }

  /** All of them. */
  List<ProvableTier> all() {
    var all = new ArrayList<ProvableTier>(dropping);
    all.add(archive);
    return all;
  }

  /**
   * The tiers that must have a slice before it may go: those behind, but for one that has dropped
   * this day itself, on the same proof.
   */
  List<ProvableTier> behind(SliceId slice) {
    var behind = new ArrayList<ProvableTier>();
    for (var tier : dropping.subList(dropping.indexOf(named(slice.tier())) + 1, dropping.size())) {
      if (!hasDropped(tier, slice.shard(), slice.day())) {
        behind.add(tier);
      }
    }
    behind.add(archive);
    return behind;
  }

  private static boolean hasDropped(ProvableTier tier, int shard, LocalDate day) {
    return day.isBefore(tier.slices(shard).standing().oldestDay());
  }
}
