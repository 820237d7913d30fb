package io.alluvium.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Link;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.Summary;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.schemas.registry.UndecodableRecordException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Turns a record of one of a tier's topics into what a shard applies. */
final class RecordDecoder {
  /** Finds what reads the values of a class. */
  interface Values {
    <T extends SpecificRecordBase> Deserializer<T> of(Class<T> type);
  }

  private final Topics topics;
  private final Set<TierTopic> read;
  private final Map<String, TierTopic> byName = new HashMap<>();
  private final Map<TierTopic, Deserializer<? extends SpecificRecord>> values = new HashMap<>();

  RecordDecoder(Topics topics, Collection<TierTopic> read, SchemaRegistryClient registry) {
    this(
        topics,
        read,
        new Values() {
          @Override
          public <T extends SpecificRecordBase> Deserializer<T> of(Class<T> type) {
            return AvroSerde.of(type, registry).deserializer();
          }
        });
  }

  RecordDecoder(Topics topics, Collection<TierTopic> read, Values values) {
    this.topics = topics;
    this.read = EnumSet.copyOf(read);
    for (var topic : read) {
      byName.put(topic.in(topics), topic);
      this.values.put(topic, values.of(type(topic)));
    }
  }

  private static Class<? extends SpecificRecordBase> type(TierTopic topic) {
    return switch (topic) {
      case EVENTS -> Event.class;
      case ENRICHED -> EnrichedEvent.class;
      case SIGHTINGS -> Sighting.class;
      case LINKS -> Link.class;
      case NEAR_DUPLICATES -> NearDuplicate.class;
      case SUMMARIES -> Summary.class;
    };
  }

  /** The topics this decoder knows: those of a tier. */
  List<String> topics() {
    return read.stream().map(topic -> topic.in(topics)).toList();
  }

  /** The topic whose records are bare. */
  String bareTopic() {
    return topics.events();
  }

  /** The topic whose records are enriched. */
  String enrichedTopic() {
    return topics.enriched();
  }

  /**
   * Decodes one record.
   *
   * @throws UndecodableRecordException if these bytes can never be decoded
   * @throws IllegalArgumentException if it lacks its key or its value
   */
  TierRecord decode(ConsumerRecord<byte[], byte[]> record) {
    var topic = byName.get(record.topic());
    if (topic == null) {
      throw new IllegalArgumentException("No tier is made of topic " + record.topic());
    }
    return switch (topic) {
      case EVENTS -> new TierRecord.Version((Event) version(topic, record), null);
      case ENRICHED -> {
        var whole = (EnrichedEvent) version(topic, record);
        yield new TierRecord.Version(whole.getEvent(), whole.getEnrichment());
      }
      case SIGHTINGS, LINKS, NEAR_DUPLICATES, SUMMARIES -> fact(topic, record);
    };
  }

  private SpecificRecord version(TierTopic topic, ConsumerRecord<byte[], byte[]> record) {
    var value = value(topic, record);
    if (value == null) {
      throw new IllegalArgumentException("The record has no value; a deletion is an event too");
    }
    return value;
  }

  private TierRecord fact(TierTopic topic, ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      throw new IllegalArgumentException("The record has no key; which state is it?");
    }
    return new TierRecord.Fact(
        topic,
        new String(record.key(), UTF_8),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        value(topic, record));
  }

  private @Nullable SpecificRecord value(TierTopic topic, ConsumerRecord<byte[], byte[]> record) {
    var reader = values.get(topic);
    return reader == null || record.value() == null
        ? null
        : reader.deserialize(record.topic(), record.value());
  }
}
