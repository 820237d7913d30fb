package io.alluvium.topology;

import io.alluvium.schemas.Cursor;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Link;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.topology.links.LinkStep;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** A topology with the shipped settings: all of ingest, a part of it, or only decode and encode. */
final class StreamsPeer {
  private static final int PARTITIONS = 8;
  private static final Topics TOPICS = new Topics("bench");

  /** End of the name of a peer that commits each second instead of as shipped. */
  private static final String EACH_SECOND = "-1s";

  /** As bench/Topology.java knows them. */
  private static final List<String> STAGES =
      List.of("read", "validate", "hash", "dedupe", "events", "sightings", "links", "cursors");

  public static void main(String[] arguments) throws Exception {
    var registry = SchemaRegistryClient.of(arguments[2]);
    var config =
        new IngestConfig(TOPICS, PARTITIONS, registry, IngestConfig.DEFAULT_FIRST_SEEN_RETENTION);
    var topology =
        switch (arguments[0].replace(EACH_SECOND, "")) {
          case "pass-through" -> passThrough(registry);
          case "ingest" -> IngestTopology.describe(config);
          case "hash+dedupe" -> hashAndDedupe(config);
          default -> upTo(arguments[0], config);
        };
    var client = new HashMap<String, Object>(Map.of("producer.retry.backoff.ms", 5));
    if (arguments[0].endsWith(EACH_SECOND)) {
      client.put("commit.interval.ms", 1_000);
    }
    var settings =
        new StreamsSettings(
            arguments[1],
            Path.of(arguments[3]),
            Runtime.getRuntime().availableProcessors(),
            client);
    var runner = new TopologyRunner(arguments[4], topology, settings, (partition, from, to) -> {});
    Runtime.getRuntime().addShutdownHook(new Thread(runner::close));
    runner.start();
    while (!runner.running()) {
      Thread.sleep(20);
    }
    System.out.println("running");
    Thread.currentThread().join();
  }

  private static Topology passThrough(SchemaRegistryClient registry) {
    var builder = new StreamsBuilder();
    var raw = AvroSerde.of(RawEvent.class, registry);
    builder.stream(TOPICS.rawPattern(), Consumed.with(Serdes.ByteArray(), raw))
        .mapValues(event -> event)
        .to(TOPICS.enriched(), Produced.with(Serdes.ByteArray(), raw));
    return builder.build();
  }

  private static Topology hashAndDedupe(IngestConfig config) {
    var builder = new StreamsBuilder();
    var raw = AvroSerde.of(RawEvent.class, config.registry());
    var verdicts =
        builder.stream(TOPICS.rawPattern(), Consumed.with(Serdes.ByteArray(), raw))
            .mapValues(event -> HashStep.hash(new Checked.Valid(event)))
            .processValues(new DedupeStep(config.firstSeenRetention()), Named.as("dedupe"));
    publishEvents(verdicts, new Outlet(PARTITIONS, config.registry()));
    return builder.build();
  }

  /** Ingest as far as one stage. */
  private static Topology upTo(String stage, IngestConfig config) {
    var last = STAGES.indexOf(stage);
    if (last < 0) {
      throw new IllegalArgumentException("No peer " + stage);
    }
    var builder = new StreamsBuilder();
    var raw = builder.stream(TOPICS.rawPattern(), Inlet.bytes("raw"));
    if (last == 0) {
      raw.foreach((key, value) -> {});
      return builder.build();
    }
    var checked = raw.processValues(new ValidateStep(config), Named.as("validate"));
    if (last >= 2) {
      var hashed = checked.mapValues(HashStep::hash, Named.as("hash"));
      if (last >= 3) {
        publish(
            hashed.processValues(new DedupeStep(config.firstSeenRetention()), Named.as("dedupe")),
            last,
            new Outlet(PARTITIONS, config.registry()));
      }
    }
    return builder.build();
  }

  private static void publish(KStream<byte[], Verdict> verdicts, int last, Outlet outlet) {
    if (last >= 4) {
      publishEvents(verdicts, outlet);
    }
    if (last >= 5) {
      var encoder = outlet.encoder(TOPICS.sightings(), Sighting.class);
      outlet.sendByEntity(
          verdicts.process(() -> PublishStep.sightings(encoder)), TOPICS.sightings());
    }
    if (last >= 6) {
      outlet.send(
          verdicts.flatMapValues(Verdict::statements).process(new LinkStep()),
          TOPICS.links(),
          Link.class);
    }
    if (last >= 7) {
      outlet.send(verdicts.process(new CursorStep()), TOPICS.cursors(), Cursor.class);
    }
  }

  private static void publishEvents(KStream<byte[], Verdict> verdicts, Outlet outlet) {
    var encoder = outlet.encoder(TOPICS.events(), Event.class);
    outlet.sendByKey(verdicts.process(() -> PublishStep.events(encoder)), TOPICS.events());
  }
}
