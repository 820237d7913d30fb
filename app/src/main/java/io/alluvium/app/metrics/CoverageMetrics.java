package io.alluvium.app.metrics;

import io.alluvium.app.status.CoverageStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What is proven of every scope, as of when and with which guarantees, and what is not. */
final class CoverageMetrics {
  private static final double MILLIS_PER_SECOND = 1e3;

  private final MultiGauge proven;
  private final MultiGauge gaps;

  CoverageMetrics(MeterRegistry registry) {
    proven =
        MultiGauge.builder("alluvium.coverage.proven.timestamp.seconds")
            .description("When upstream was listed last that is proven complete")
            .register(registry);
    gaps =
        MultiGauge.builder("alluvium.coverage.gaps.open")
            .description("Stretches of a scope that are not proven, by reason")
            .register(registry);
  }

  void update(List<CoverageStatus> coverage) {
    var times = new ArrayList<Row<?>>();
    var open = new ArrayList<Row<?>>();
    for (var one : coverage) {
      var scope = one.scope();
      var tags =
          Tags.of(
              "source", one.source(),
              "scope", scope.scope(),
              "name", scope.scopeName(),
              "axis", scope.axis());
      var asOf = scope.processedAsOf();
      if (asOf != null) {
        var guarantees = String.join(",", scope.guarantees());
        var seconds = asOf.toEpochMilli() / MILLIS_PER_SECOND;
        times.add(Row.of(tags.and("guarantees", guarantees), seconds));
      }
      var reasons = new TreeMap<String, Integer>();
      one.gaps().forEach(gap -> reasons.merge(gap.reason(), 1, Integer::sum));
      reasons.forEach((reason, count) -> open.add(Row.of(tags.and("reason", reason), count)));
    }
    proven.register(times, true);
    gaps.register(open, true);
  }
}
