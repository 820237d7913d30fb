package io.alluvium.topology;

import io.alluvium.schemas.Event;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** A topology with the shipped settings: all of ingest, a part of it, or only decode and encode. */
final class StreamsPeer {
  private static final int PARTITIONS = 8;
  private static final Topics TOPICS = new Topics("bench");

  public static void main(String[] arguments) throws Exception {
    var registry = SchemaRegistryClient.of(arguments[2]);
    var config =
        new IngestConfig(TOPICS, PARTITIONS, registry, IngestConfig.DEFAULT_FIRST_SEEN_RETENTION);
    var topology =
        switch (arguments[0]) {
          case "pass-through" -> passThrough(registry);
          case "ingest" -> IngestTopology.describe(config);
          case "hash+dedupe" -> hashAndDedupe(config);
          default -> throw new IllegalArgumentException("No peer " + arguments[0]);
        };
    var settings =
        new StreamsSettings(
            arguments[1],
            Path.of(arguments[3]),
            Runtime.getRuntime().availableProcessors(),
            Map.of("producer.retry.backoff.ms", 5));
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
    new Outlet(PARTITIONS, config.registry())
        .send(verdicts.process(PublishStep::events), TOPICS.events(), Event.class);
    return builder.build();
  }
}
