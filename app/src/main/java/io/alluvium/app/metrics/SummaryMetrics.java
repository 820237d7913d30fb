package io.alluvium.app.metrics;

import io.alluvium.app.status.SummaryStatus;
import io.alluvium.models.llm.LlmStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Metrics of summaries and of the language model; none on a node that writes no summaries. */
final class SummaryMetrics {
  private final MultiGauge summaries;
  private final MultiGauge fallbacks;
  private final MultiGauge questions;
  private final MultiGauge cost;
  private final MultiGauge circuit;

  SummaryMetrics(MeterRegistry registry) {
    summaries = multi(registry, "alluvium.summaries", "Summaries of conversations since the start");
    fallbacks =
        multi(registry, "alluvium.summaries.fallback", "Summaries that no model wrote, by reason");
    questions = multi(registry, "alluvium.llm.questions", "Questions to the model, by outcome");
    cost = multi(registry, "alluvium.llm.cost.today", "What the model cost since midnight, UTC");
    circuit = multi(registry, "alluvium.llm.circuit.open", "1 while a failing model is left alone");
  }

  void update(Optional<SummaryStatus> status) {
    var counts = status.map(SummaryStatus::counts);
    var llm = status.flatMap(SummaryStatus::llm);
    summaries.register(
        counts
            .map(c -> rows("outcome", Map.of("written", c.written(), "withdrawn", c.withdrawn())))
            .orElse(List.of()),
        true);
    fallbacks.register(counts.map(c -> rows("reason", c.fallbacks())).orElse(List.of()), true);
    questions.register(llm.map(SummaryMetrics::outcomes).orElse(List.of()), true);
    cost.register(one(llm.map(LlmStatus::spentToday)), true);
    circuit.register(one(llm.map(s -> s.circuitOpen() ? 1.0 : 0.0)), true);
  }

  private static List<Row<?>> outcomes(LlmStatus llm) {
    var rows = rows("outcome", llm.failures());
    rows.add(Row.of(Tags.of("outcome", "answered"), llm.answers()));
    return rows;
  }

  private static List<Row<?>> one(Optional<Double> value) {
    return value.<List<Row<?>>>map(v -> List.of(Row.of(Tags.empty(), v))).orElse(List.of());
  }

  private static List<Row<?>> rows(String tag, Map<String, Long> values) {
    var rows = new ArrayList<Row<?>>();
    values.forEach((name, value) -> rows.add(Row.of(Tags.of(tag, name), value)));
    return rows;
  }

  private static MultiGauge multi(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }
}
