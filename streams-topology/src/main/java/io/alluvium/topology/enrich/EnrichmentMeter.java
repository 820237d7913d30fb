package io.alluvium.topology.enrich;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * Counts what one enrichment did, in all tasks of a process together, as metrics of Kafka Streams:
 * group {@code enrichment-metrics}, tag {@code enrichment}.
 */
final class EnrichmentMeter {
  private static final String GROUP = "enrichment-metrics";

  private final Sensor time;
  private final Sensor failures;

  EnrichmentMeter(StreamsMetrics metrics, String enrichment) {
    time = metrics.addSensor("enrichment." + enrichment + ".time", RecordingLevel.INFO);
    time.add(name(enrichment, "events-total", "Events it ran on"), new CumulativeCount());
    time.add(name(enrichment, "seconds-total", "Time it took"), new CumulativeSum());
    failures = metrics.addSensor("enrichment." + enrichment + ".failures", RecordingLevel.INFO);
    failures.add(name(enrichment, "failures-total", "Events it failed on"), new CumulativeCount());
  }

  void ran(long nanos) {
    time.record((double) nanos / TimeUnit.SECONDS.toNanos(1));
  }

  void failed() {
    failures.record();
  }

  private static MetricName name(String enrichment, String name, String description) {
    return new MetricName(name, GROUP, description, Map.of("enrichment", enrichment));
  }
}
