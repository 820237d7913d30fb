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
 * Counts what one enrichment did, in all tasks of the thread that makes it, as metrics of Kafka
 * Streams: group {@code enrichment-metrics}, tags {@code enrichment} and {@code thread-id}. Without
 * the thread, two topologies in one JVM would take each other's place in JMX.
 */
final class EnrichmentMeter {
  private static final String GROUP = "enrichment-metrics";

  private final Sensor time;
  private final Sensor failures;

  EnrichmentMeter(StreamsMetrics metrics, String enrichment) {
    var prefix = "enrichment." + enrichment + "." + Thread.currentThread().getName();
    time = metrics.addSensor(prefix + ".time", RecordingLevel.INFO);
    time.add(name(enrichment, "events-total", "Events it ran on"), new CumulativeCount());
    time.add(name(enrichment, "seconds-total", "Time it took"), new CumulativeSum());
    failures = metrics.addSensor(prefix + ".failures", RecordingLevel.INFO);
    failures.add(name(enrichment, "failures-total", "Events it failed on"), new CumulativeCount());
  }

  void ran(long nanos) {
    time.record((double) nanos / TimeUnit.SECONDS.toNanos(1));
  }

  void failed() {
    failures.record();
  }

  private static MetricName name(String enrichment, String name, String description) {
    var tags = Map.of("enrichment", enrichment, "thread-id", Thread.currentThread().getName());
    return new MetricName(name, GROUP, description, tags);
  }
}
