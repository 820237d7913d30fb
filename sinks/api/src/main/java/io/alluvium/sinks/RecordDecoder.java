package io.alluvium.sinks;

import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.schemas.registry.UndecodableRecordException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Turns a record of {@code events} or {@code enriched} into what a shard applies. */
final class RecordDecoder {
  private final String events;
  private final String enriched;
  private final Deserializer<Event> event;
  private final Deserializer<EnrichedEvent> enrichedEvent;

  RecordDecoder(Topics topics, SchemaRegistryClient registry) {
    this(
        topics,
        AvroSerde.of(Event.class, registry).deserializer(),
        AvroSerde.of(EnrichedEvent.class, registry).deserializer());
  }

  RecordDecoder(
      Topics topics, Deserializer<Event> event, Deserializer<EnrichedEvent> enrichedEvent) {
    this.events = topics.events();
    this.enriched = topics.enriched();
    this.event = event;
    this.enrichedEvent = enrichedEvent;
  }

  /** The topics this decoder knows: those of a tier. */
  List<String> topics() {
    return List.of(events, enriched);
  }

  /** The topic whose records are bare. */
  String bareTopic() {
    return events;
  }

  /** The topic whose records are enriched. */
  String enrichedTopic() {
    return enriched;
  }

  /**
   * Decodes one record.
   *
   * @throws UndecodableRecordException if these bytes can never be decoded
   * @throws IllegalArgumentException if there are none
   */
  TierRecord decode(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      throw new IllegalArgumentException("The record has no value; a deletion is an event too");
    }
    if (record.topic().equals(events)) {
      return new TierRecord(event.deserialize(record.topic(), record.value()), null);
    }
    var whole = enrichedEvent.deserialize(record.topic(), record.value());
    return new TierRecord(whole.getEvent(), whole.getEnrichment());
  }
}
