package io.alluvium.app.metrics;

import io.alluvium.app.status.AgeingStatus;
import io.alluvium.app.status.CoverageStatus;
import io.alluvium.app.status.NodeStatus;
import io.alluvium.app.status.RunStatus;
import io.alluvium.app.status.SourceStatus;
import io.alluvium.app.status.SourceTotals;
import io.alluvium.app.status.SummaryStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gathers every metric of a node when it is asked for them. Thread-safe. */
public final class NodeMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Map<KafkaBeans.Reading, MultiGauge> kafka = new HashMap<>();
  private final AtomicReference<@Nullable NodeStatus> status = new AtomicReference<>();
  private final MultiGauge sources;
  private final MultiGauge known;
  private final MultiGauge gaps;
  private final MultiGauge runs;
  private final MultiGauge runSeconds;
  private final MultiGauge runRate;
  private final MultiGauge running;
  private final CoverageMetrics coverage = new CoverageMetrics(registry);
  private final SummaryMetrics summaries = new SummaryMetrics(registry);
  private final TierMetrics tiers = new TierMetrics(registry);

  /** Prepares every metric. */
  public NodeMetrics() {
    gauge("alluvium.ready", "1 when every part runs", status -> status.ready() ? 1 : 0);
    gauge("alluvium.entities", "Things that can be found", NodeStatus::entities);
    gauge("alluvium.events", "New versions published", NodeStatus::events);
    sources = multi("alluvium.source.records", "Records of a source by what ingest did with them");
    known = multi("alluvium.sources.known.share", "Part of all records read that was known");
    runs = multi("alluvium.source.run.records", "Records of a source's last run by what happened");
    runSeconds = multi("alluvium.source.run.seconds", "Time that a source's last run took");
    runRate = multi("alluvium.source.run.rate", "Events read per second of a source's last run");
    gaps = multi("alluvium.source.gaps.open", "Stretches of a source that are not proven");
    running = multi("alluvium.source.running", "1 when the source runs");
    for (var reading : KafkaBeans.READINGS) {
      kafka.put(reading, multi(reading.name(), reading.description()));
    }
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Everything in Prometheus' text format, as these say it is now. */
  public synchronized String scrape(
      NodeStatus now,
      List<SourceStatus> list,
      List<CoverageStatus> proven,
      Optional<SummaryStatus> summarised,
      Optional<AgeingStatus> ageing) {
    status.set(now);
    summaries.update(summarised);
    coverage.update(proven);
    tiers.update(now, ageing);
    sources.register(list.stream().flatMap(source -> outcomes(source).stream()).toList(), true);
    var share = SourceTotals.of(list).knownShare();
    known.register(List.of(Row.of(Tags.empty(), share)), true);
    gaps.register(
        rows(list, source -> source.scopes().stream().mapToInt(SourceStatus.Scope::openGaps).sum()),
        true);
    running.register(rows(list, source -> source.state().equals("running") ? 1 : 0), true);
    scrapeRuns(list);
    kafka.forEach((reading, gauge) -> gauge.register(rows(reading), true));
    return registry.scrape();
  }

  private void scrapeRuns(List<SourceStatus> list) {
    var counts = new ArrayList<Row<?>>();
    var seconds = new ArrayList<Row<?>>();
    var rates = new ArrayList<Row<?>>();
    for (var source : list) {
      var run = source.run();
      if (run != null) {
        outcomes(run).forEach((outcome, count) -> counts.add(outcome(source, outcome, count)));
        var tags = Tags.of("source", source.name());
        seconds.add(Row.of(tags, run.durationMs() / 1e3));
        rates.add(Row.of(tags, run.eventsPerSecond()));
      }
    }
    runs.register(counts, true);
    runSeconds.register(seconds, true);
    runRate.register(rates, true);
  }

  private static Map<String, Long> outcomes(RunStatus run) {
    return Map.of(
        "read", run.read(),
        "emitted", run.emitted(),
        "failed", run.failed(),
        "new", run.inserted(),
        "duplicate", run.duplicates(),
        "sighting", run.sightings(),
        "dead_letter", run.deadLettered());
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private static List<Row<?>> rows(List<SourceStatus> list, ToDoubleFunction<SourceStatus> value) {
    var rows = new ArrayList<Row<?>>();
    for (var source : list) {
      rows.add(Row.of(Tags.of("source", source.name()), value.applyAsDouble(source)));
    }
    return rows;
  }

  private static List<Row<?>> rows(KafkaBeans.Reading reading) {
    var rows = new ArrayList<Row<?>>();
    for (var value : KafkaBeans.values(reading)) {
      var tags = Tags.empty();
      for (int i = 0; i < reading.tags().size(); i++) {
        tags = tags.and(reading.tags().get(i).replace('-', '.'), value.tags().get(i));
      }
      rows.add(Row.of(tags, value.value()));
    }
    return rows;
  }

  private static List<Row<?>> outcomes(SourceStatus source) {
    return List.of(
        outcome(source, "new", source.newVersions()),
        outcome(source, "sighting", source.sightings()),
        outcome(source, "duplicate", source.duplicates()),
        outcome(source, "dead_letter", source.deadLettered()));
  }

  private static Row<?> outcome(SourceStatus source, String outcome, long count) {
    return Row.of(Tags.of("source", source.name(), "outcome", outcome), count);
  }

  private void gauge(String name, String description, ToDoubleFunction<NodeStatus> value) {
    Gauge.builder(name, status, holder -> valueOf(holder.get(), value))
        .description(description)
        .register(registry);
  }

  private static double valueOf(@Nullable NodeStatus status, ToDoubleFunction<NodeStatus> value) {
    return status == null ? Double.NaN : value.applyAsDouble(status);
  }

  private MultiGauge multi(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }
}
