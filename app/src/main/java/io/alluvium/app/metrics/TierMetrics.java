package io.alluvium.app.metrics;

import io.alluvium.app.status.AgeingStatus;
import io.alluvium.app.status.NodeStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Metrics of tiers and of how slices leave them; none on a node that has no tiers. */
final class TierMetrics {
  private final MultiGauge lags;
  private final MultiGauge broken;
  private final MultiGauge slices;
  private final MultiGauge failed;
  private final MultiGauge oldest;
  private final MultiGauge skipped;

  TierMetrics(MeterRegistry registry) {
    lags = multi(registry, "alluvium.tier.lag", "Records a tier has yet to apply");
    broken = multi(registry, "alluvium.tier.failed", "1 while a tier pauses after a failure");
    skipped = multi(registry, "alluvium.tier.skipped", "Late records of dropped days passed over");
    slices = multi(registry, "alluvium.ageing.slices", "Slices on their way out, by state");
    failed = multi(registry, "alluvium.ageing.failed", "Slices whose last proof failed: look");
    oldest = multi(registry, "alluvium.ageing.oldest.days", "Age of the oldest slice of a tier");
  }

  void update(NodeStatus node, Optional<AgeingStatus> ageing) {
    lags.register(rows(node.tierLags()), true);
    broken.register(
        node.tierLags().keySet().stream()
            .<Row<?>>map(tier -> Row.of(Tags.of("tier", tier), failing(node, tier)))
            .toList(),
        true);
    skipped.register(ageing.map(one -> rows(one.skipped())).orElse(List.of()), true);
    failed.register(ageing.map(one -> rows(one.failed())).orElse(List.of()), true);
    oldest.register(ageing.map(one -> rows(one.oldestDays())).orElse(List.of()), true);
    slices.register(ageing.map(one -> states(one.slices())).orElse(List.of()), true);
  }

  private static double failing(NodeStatus node, String tier) {
    return node.parts().getOrDefault(tier, "").startsWith("failed") ? 1 : 0;
  }

  private static List<Row<?>> states(Map<String, Map<String, Long>> byTier) {
    var rows = new ArrayList<Row<?>>();
    byTier.forEach((tier, states) ->
        states.forEach(
            (state, count) -> rows.add(Row.of(Tags.of("tier", tier, "state", state), count))));
    return rows;
  }

  private static List<Row<?>> rows(Map<String, Long> byTier) {
    var rows = new ArrayList<Row<?>>();
    byTier.forEach((tier, value) -> rows.add(Row.of(Tags.of("tier", tier), value)));
    return rows;
  }

  private static MultiGauge multi(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }
}
