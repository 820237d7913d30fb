package io.alluvium.app.tiers;

import io.alluvium.sinks.ageing.SliceId;
import io.alluvium.sinks.ageing.SliceOutlook;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Shows slices: what they wait for, and what became of those that are gone. */
final class SliceViews {
  private final TierSet tiers;
  private final AgeingParts parts;

  SliceViews(TierSet tiers, AgeingParts parts) {
    this.tiers = tiers;
    this.parts = parts;
  }

  /** Every slice of a tier, or of all. */
  List<SliceView> all(Optional<String> tier) {
    var ledger = parts.ledger();
    var views = new ArrayList<SliceView>();
    var present = new HashSet<SliceId>();
    for (var outlook : outlook(tier)) {
      present.add(outlook.slice());
      views.add(SliceView.of(outlook, ledger.get(outlook.slice()).orElse(null)));
    }
    ledger.all().stream()
        .filter(record -> tier.isEmpty() || tier.get().equals(record.getTier()))
        .filter(record -> !present.contains(SliceId.of(record)))
        .map(SliceView::gone)
        .forEach(views::add);
    views.sort(
        Comparator.comparing(SliceView::tier)
            .thenComparing(SliceView::day)
            .thenComparing(SliceView::shard));
    return views;
  }

  /** Those that may leave their tiers up to the end of a day. */
  List<SliceView> leavingUntil(LocalDate day) {
    Instant end = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    return outlook(Optional.empty()).stream()
        .filter(outlook -> outlook.leaving() > 0 && outlook.due().isBefore(end))
        .map(outlook -> SliceView.of(outlook, null))
        .toList();
  }

  private List<SliceOutlook> outlook(Optional<String> tier) {
    var outlook = new ArrayList<SliceOutlook>();
    for (var live : tiers.live()) {
      if (tier.isEmpty() || tier.get().equals(live.name())) {
        outlook.addAll(parts.ageing().outlook(live.name(), tiers.shards()));
      }
    }
    return outlook;
  }
}
