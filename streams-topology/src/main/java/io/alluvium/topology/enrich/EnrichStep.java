package io.alluvium.topology.enrich;

import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.schemas.registry.UndecodableRecordException;
import io.alluvium.topology.DeadLetters;
import io.alluvium.topology.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs every enrichment on every event, one event after the other: nothing is held back, so an
 * event's offset is never committed before the event is written.
 *
 * <p>A tombstone has nothing to derive from and passes as it is.
 */
public final class EnrichStep implements FixedKeyProcessorSupplier<byte[], byte[], Enriched> {
  private final SchemaRegistryClient registry;
  private final List<EventEnrichment> enrichments;
  private final Duration timeout;

  /**
   * Prepares the step; loads no model yet.
   *
   * @param registry where the schema of an event is looked up
   * @param enrichments in the order in which they run
   * @param timeout what one enrichment may take for one event
   */
  public EnrichStep(
      SchemaRegistryClient registry, List<EventEnrichment> enrichments, Duration timeout) {
    this.registry = registry;
    this.enrichments = List.copyOf(enrichments);
    this.timeout = timeout;
  }

  @Override
  public FixedKeyProcessor<byte[], byte[], Enriched> get() {
    return new Enrich(AvroSerde.of(Event.class, registry).deserializer(), enrichments, timeout);
  }

  private static final class Enrich extends ContextualFixedKeyProcessor<byte[], byte[], Enriched> {
    /**
     * Kafka Streams processes the more events before it looks whether to commit, the quicker the
     * last ones were. A punctuation makes it begin with one again: otherwise slow events after
     * quick ones would outlast the transaction, each time anew.
     */
    private static final Duration BREATH = Duration.ofMillis(1);

    private final Deserializer<Event> deserializer;
    private final List<EventEnrichment> enrichments;
    private final Duration timeout;
    private List<TimedEnrichment> timed = List.of();
    private @Nullable Pulse breath;
    private boolean worked;

    Enrich(Deserializer<Event> deserializer, List<EventEnrichment> enrichments, Duration timeout) {
      this.deserializer = deserializer;
      this.enrichments = enrichments;
      this.timeout = timeout;
    }

    @Override
    public void init(FixedKeyProcessorContext<byte[], Enriched> context) {
      super.init(context);
      timed =
          enrichments.stream()
              .map(each -> new TimedEnrichment(each, timeout, context.metrics()))
              .toList();
      breath = new Pulse(context, BREATH, now -> hasWorked());
    }

    @Override
    public void process(FixedKeyRecord<byte[], byte[]> record) {
      worked = true;
      Objects.requireNonNull(breath).start();
      context().forward(record.withValue(outcome(record)));
    }

    private boolean hasWorked() {
      var had = worked;
      worked = false;
      return had;
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
      enrichment.setEnrichmentVersion(Enrichments.VERSION);
      enrichment.setEnrichedAt(Instant.ofEpochMilli(context().currentSystemTimeMs()));
      enrichment.setModels(new HashMap<>());
      enrichment.setFailures(new HashMap<>());
      enrichment.setKeyPhrases(List.of());
      enrichment.setEntities(List.of());
      enrichment.setPassages(List.of());
      if (!event.getDeleted()) {
        timed.forEach(each -> each.apply(event, enrichment));
      }
      event.setPayload(null);
      return new EnrichedEvent(event, enrichment);
    }
  }
}
