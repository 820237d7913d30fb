package io.alluvium.topology;

import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.topology.similar.NearDuplicates;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Named;

/**
 * Events in, the same events with what is derived from them out, in the same order per entity. An
 * application of its own: it may lag and fail without slowing ingestion.
 */
public final class EnrichTopology {
  /** Raised with models or steps; of two enrichments of one version the higher wins. */
  public static final int ENRICHMENT_VERSION = 1;

  /** What one enrichment may take for one event: a thousand times what is usual. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  private EnrichTopology() {}

  /** Describes the stream. Pure: opens nothing, so a test can call it without a broker. */
  public static Topology describe(EnrichConfig config) {
    return describe(config, List.of(new LanguageEnrichment()), TIMEOUT);
  }

  static Topology describe(
      EnrichConfig config, List<EventEnrichment> enrichments, Duration timeout) {
    var builder = new StreamsBuilder();
    var topics = config.topics();
    var outcomes =
        builder.stream(topics.events(), Inlet.bytes("event"))
            .processValues(
                new EnrichStep(config.registry(), enrichments, timeout), Named.as("enrich"));

    var outlet = new Outlet(config.partitions(), config.registry());
    outlet.send(
        outcomes.process(PublishStep::enriched, Named.as("enriched")),
        topics.enriched(),
        EnrichedEvent.class);
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
    return builder.build();
  }
}
