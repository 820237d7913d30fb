package io.alluvium.topology;

import io.alluvium.schemas.ConversationWindow;
import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.topology.conversations.Conversations;
import io.alluvium.topology.enrich.EnrichStep;
import io.alluvium.topology.enrich.Enrichments;
import io.alluvium.topology.enrich.EventEnrichment;
import io.alluvium.topology.similar.NearDuplicates;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Named;

/**
 * Events in, the same events with what is derived from them out, in the same order per entity. An
 * application of its own: it may lag and fail without slowing ingestion.
 */
public final class EnrichTopology {
  /**
   * A task of every partition may have an event that takes as long as the longest text before the
   * transaction ends: 8 of 1.5 s, on a machine that does other things too.
   */
  private static final Duration TRANSACTION = Duration.ofMinutes(1);

  private EnrichTopology() {}

  /** Settings that this topology runs with, in Kafka Streams' own keys. */
  public static Map<String, Object> settings() {
    var key = StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
    return Map.of(key, (int) TRANSACTION.toMillis());
  }

  /** Describes the stream. Pure: opens nothing, so a test can call it without a broker. */
  public static Topology describe(EnrichConfig config) {
    return describe(config, Enrichments.without(config.off()));
  }

  static Topology describe(EnrichConfig config, List<EventEnrichment> enrichments) {
    var builder = new StreamsBuilder();
    var topics = config.topics();
    var outcomes =
        builder.stream(topics.events(), Inlet.bytes("event"))
            .processValues(
                new EnrichStep(config.registry(), enrichments, config.timeout()),
                Named.as("enrich"));

    var outlet = new Outlet(config.partitions(), config.registry());
    var enriched = outcomes.process(PublishStep::enriched, Named.as("enriched"));
    outlet.send(enriched, topics.enriched(), EnrichedEvent.class);
    outlet.send(
        outcomes.process(PublishStep::setAside, Named.as("dead-letter")),
        topics.deadLetters(),
        DeadLetter.class);

    // Reads what was written above: enrichment never waits for near-duplicates.
    var written = builder.stream(topics.enriched(), Inlet.bytes("written"));
    outlet.send(
        NearDuplicates.of(builder, written, config.registry(), config.partitions()),
        topics.nearDuplicates(),
        NearDuplicate.class);

    outlet.send(
        Conversations.of(builder, enriched, config),
        topics.conversations(),
        ConversationWindow.class);
    return builder.build();
  }
}
