package io.alluvium.topology.enrich;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.StreamsMetrics;

/** One enrichment that is given so much time and no more, and is counted. */
final class TimedEnrichment {
  /** Of all our topologies. A thread that is stuck in an enrichment is left to itself. */
  private static final ExecutorService EXECUTOR =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("enrichment-", 1).factory());

  private final EventEnrichment enrichment;
  private final Duration timeout;
  private final EnrichmentMeter meter;

  TimedEnrichment(EventEnrichment enrichment, Duration timeout, StreamsMetrics metrics) {
    this.enrichment = enrichment;
    this.timeout = timeout;
    this.meter = new EnrichmentMeter(metrics, enrichment.field());
  }

  /** Writes what can be derived from the event into {@code into}, or why it cannot. */
  void apply(Event event, Enrichment into) {
    long start = System.nanoTime();
    try {
      derive(event, into);
    } catch (TimeoutException e) {
      fail(into, "Took longer than " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      fail(into, String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (RuntimeException | LinkageError e) {
      fail(into, e.toString());
    }
    meter.ran(System.nanoTime() - start);
  }

  private void derive(Event event, Enrichment into)
      throws InterruptedException, ExecutionException, TimeoutException {
    enrichment.prepare();
    var derived = EXECUTOR.submit(() -> enrichment.derive(event));
    try {
      derived.get(timeout.toMillis(), TimeUnit.MILLISECONDS).accept(into);
    } finally {
      derived.cancel(true);
    }
  }

  private void fail(Enrichment into, String reason) {
    into.getFailures().put(enrichment.field(), reason);
    meter.failed();
  }
}
