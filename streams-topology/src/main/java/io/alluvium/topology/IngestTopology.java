package io.alluvium.topology;

import io.alluvium.schemas.Cursor;
import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Link;
import io.alluvium.schemas.Sighting;
import io.alluvium.topology.links.LinkStep;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Named;

/** Raw events in, one clean event out: the whole way, top to bottom. */
public final class IngestTopology {
  private IngestTopology() {}

  /** Describes the stream. Pure: opens nothing, so a test can call it without a broker. */
  public static Topology describe(IngestConfig config) {
    var builder = new StreamsBuilder();
    var topics = config.topics();
    var verdicts =
        builder.stream(topics.rawPattern(), Inlet.bytes("raw"))
            .processValues(new ValidateStep(config), Named.as("validate"))
            .mapValues(HashStep::hash, Named.as("hash"))
            // All versions and all sightings of an entity are on this partition: no repartition.
            .processValues(new DedupeStep(config.firstSeenRetention()), Named.as("dedupe"));

    var outlet = new Outlet(config.partitions(), config.registry());
    var event = outlet.encoder(topics.events(), Event.class);
    outlet.sendByKey(
        verdicts.process(() -> PublishStep.events(event), Named.as("event")), topics.events());
    var sighting = outlet.encoder(topics.sightings(), Sighting.class);
    outlet.sendByEntity(
        verdicts.process(() -> PublishStep.sightings(sighting), Named.as("sighting")),
        topics.sightings());
    outlet.send(
        verdicts
            .flatMapValues(Verdict::statements, Named.as("statement"))
            .process(new LinkStep(), Named.as("link")),
        topics.links(),
        Link.class);
    outlet.send(
        verdicts.process(PublishStep::deadLetters, Named.as("dead-letter")),
        topics.deadLetters(),
        DeadLetter.class);
    outlet.send(
        verdicts.process(new CursorStep(), Named.as("cursor")), topics.cursors(), Cursor.class);
    return builder.build();
  }
}
