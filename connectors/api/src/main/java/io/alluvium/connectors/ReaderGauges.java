package io.alluvium.connectors;

import java.util.LinkedHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;

/**
 * Shows figures of each reader in the metrics the worker keeps for plugins: {@code
 * kafka.connect:type=plugins,connector=...,task=...,scope=...,axis=...} with the attributes {@code
 * backfill-done} and {@code backfill-total} (-1 while it is not known), and those of the reader.
 */
final class ReaderGauges {
  private ReaderGauges() {}

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
      add(metrics, reader, "backfill-done", () -> reader.backfill().done());
      add(metrics, reader, "backfill-total", () -> reader.backfill().total());
      reader.gauges().forEach((name, value) -> add(metrics, reader, name, value));
    }
  }

  private static void add(
      PluginMetrics metrics, SourceReader<?> reader, String name, LongSupplier value) {
    var tags = new LinkedHashMap<String, String>();
    tags.put("scope", reader.scope());
    tags.put("axis", reader.axis());
    var metric = metrics.metricName(name, "What the reader is at.", tags);
    Gauge<Long> gauge = (config, now) -> value.getAsLong();
    metrics.addMetric(metric, gauge);
  }
}
