package io.alluvium.topology;

import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.schemas.registry.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/**
 * Runs every enrichment on every event, one event after the other: nothing is held back, so an
 * event's offset is never committed before the event is written.
 *
 * <p>A tombstone has nothing to derive from and passes as it is.
 */
final class EnrichStep implements FixedKeyProcessorSupplier<byte[], byte[], Enriched> {
  /** Of all our topologies. A thread that is stuck in an enrichment is left to itself. */
  private static final ExecutorService EXECUTOR =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("enrichment-", 1).factory());

  private final SchemaRegistryClient registry;
  private final List<EventEnrichment> enrichments;
  private final Duration timeout;

  /**
   * @param timeout what one enrichment may take for one event
   */
  EnrichStep(SchemaRegistryClient registry, List<EventEnrichment> enrichments, Duration timeout) {
    this.registry = registry;
    this.enrichments = List.copyOf(enrichments);
    this.timeout = timeout;
  }

  @Override
  public FixedKeyProcessor<byte[], byte[], Enriched> get() {
    return new Enrich(AvroSerde.of(Event.class, registry).deserializer(), enrichments, timeout);
  }

  private static final class Enrich extends ContextualFixedKeyProcessor<byte[], byte[], Enriched> {
    private final Deserializer<Event> deserializer;
    private final List<EventEnrichment> enrichments;
    private final Duration timeout;

    Enrich(Deserializer<Event> deserializer, List<EventEnrichment> enrichments, Duration timeout) {
      this.deserializer = deserializer;
      this.enrichments = enrichments;
      this.timeout = timeout;
    }

    @Override
    public void process(FixedKeyRecord<byte[], byte[]> record) {
      context().forward(record.withValue(outcome(record)));
    }

    private Enriched outcome(FixedKeyRecord<byte[], byte[]> record) {
      if (record.value() == null) {
        return reject(record, FailureReason.NOT_AVRO, "The value is null");
      }
      try {
        var topic = DeadLetters.place(context()).topic();
        return new Enriched.Complete(enrich(deserializer.deserialize(topic, record.value())));
      } catch (UndecodableRecordException e) {
        return reject(record, e.reason(), String.valueOf(e.getMessage()));
      }
    }

    private Enriched reject(
        FixedKeyRecord<byte[], byte[]> record, FailureReason reason, String message) {
      return new Enriched.Rejected(DeadLetters.of(record, context(), reason, message));
    }

    private EnrichedEvent enrich(Event event) {
      var enrichment = new Enrichment();
      enrichment.setEnrichmentVersion(EnrichTopology.ENRICHMENT_VERSION);
      enrichment.setEnrichedAt(Instant.ofEpochMilli(context().currentSystemTimeMs()));
      enrichment.setModels(new HashMap<>());
      enrichment.setFailures(new HashMap<>());
      if (!event.getDeleted()) {
        enrichments.forEach(each -> derive(each, event, enrichment));
      }
      event.setPayload(null);
      return new EnrichedEvent(event, enrichment);
    }

    private void derive(EventEnrichment each, Event event, Enrichment enrichment) {
      try {
        each.prepare();
        var derived = EXECUTOR.submit(() -> each.derive(event));
        try {
          derived.get(timeout.toMillis(), TimeUnit.MILLISECONDS).accept(enrichment);
        } finally {
          derived.cancel(true);
        }
      } catch (TimeoutException e) {
        fail(each, enrichment, "Took longer than " + timeout.toMillis() + " ms");
      } catch (ExecutionException e) {
        fail(each, enrichment, String.valueOf(e.getCause()));
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      } catch (RuntimeException | LinkageError e) {
        fail(each, enrichment, e.toString());
      }
    }

    private static void fail(EventEnrichment each, Enrichment enrichment, String reason) {
      enrichment.getFailures().put(each.field(), reason);
    }
  }
}
