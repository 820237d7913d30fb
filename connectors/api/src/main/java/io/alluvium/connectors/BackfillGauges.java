package io.alluvium.connectors;

import java.util.LinkedHashMap;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;

/**
 * Shows how far the first reading of each reader is, in the metrics the worker keeps for plugins:
 * {@code kafka.connect:type=plugins,connector=...,task=...,scope=...,axis=...} with the attributes
 * {@code backfill-done} and {@code backfill-total} (-1 while it is not known).
 */
final class BackfillGauges {
  private BackfillGauges() {}

  /** Registers the gauges where the worker offers plugin metrics: Connect 4.1 and later. */
  static void register(SourceTaskContext context, SourceReader<?> reader) {
    PluginMetrics metrics;
    try {
      metrics = context.pluginMetrics();
    } catch (NoSuchMethodError | NoClassDefFoundError olderWorker) {
      return;
    }
    // Debezium's engine has none.
    if (metrics != null) {
      add(metrics, reader, "backfill-done", Backfill::done);
      add(metrics, reader, "backfill-total", Backfill::total);
    }
  }

  private static void add(
      PluginMetrics metrics, SourceReader<?> reader, String name, ToLongFunction<Backfill> value) {
    var tags = new LinkedHashMap<String, String>();
    tags.put("scope", reader.scope());
    tags.put("axis", reader.axis());
    var metric = metrics.metricName(name, "Progress of the first reading, in entities.", tags);
    Gauge<Long> gauge = (config, now) -> value.applyAsLong(reader.backfill());
    metrics.addMetric(metric, gauge);
  }
}
