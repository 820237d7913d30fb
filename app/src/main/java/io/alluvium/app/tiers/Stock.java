package io.alluvium.app.tiers;

import io.alluvium.sinks.TierException;
import io.alluvium.sinks.lucene.LuceneTier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Counts what tiers keep, from their files. */
final class Stock {
  private Stock() {}

  static List<TierStock> of(TierSet tiers) {
    var stocks = new ArrayList<TierStock>();
    for (var live : tiers.live()) {
      stocks.add(counted(live.name(), () -> of(live.tier(), tiers)));
    }
    stocks.add(
        counted(
            "cold",
            () -> {
              var cold = tiers.cold().inventory();
              return stock("cold", cold.bytes(), LocalDate.EPOCH, 0, cold.versions());
            }));
    return stocks;
  }

  private static TierStock counted(String tier, Supplier<TierStock> counting) {
    try {
      return counting.get();
    } catch (TierException unreadable) {
      return new TierStock(
          tier, 0, 0, null, null, null, 0, List.of(), String.valueOf(unreadable.getMessage()));
    }
  }

  private static TierStock of(LuceneTier tier, TierSet tiers) {
    var days = new TreeMap<LocalDate, Long>();
    var oldest = LocalDate.EPOCH;
    long bytes = 0;
    for (int shard : tiers.shards()) {
      var slices = tier.slices(shard);
      slices.days().forEach((day, held) -> days.merge(day, held.versions(), Long::sum));
      var standing = slices.standing().oldestDay();
      oldest = standing.isAfter(oldest) ? standing : oldest;
      bytes += tier.bytes(shard);
    }
    return stock(tier.name(), bytes, oldest, tier.skipped(), days);
  }

  private static TierStock stock(
      String tier, long bytes, LocalDate oldest, long skipped, SortedMap<LocalDate, Long> days) {
    var lines =
        days.entrySet().stream()
            .map(day -> new TierStock.Day(day.getKey().toString(), day.getValue()))
            .toList();
    return new TierStock(
        tier,
        days.values().stream().mapToLong(Long::longValue).sum(),
        bytes,
        days.isEmpty() ? null : days.firstKey().toString(),
        days.isEmpty() ? null : days.lastKey().toString(),
        oldest.isAfter(LocalDate.EPOCH) ? oldest.minusDays(1).toString() : null,
        skipped,
        lines,
        null);
  }
}
