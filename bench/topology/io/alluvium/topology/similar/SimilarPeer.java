package io.alluvium.topology.similar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.app.node.TopicSetup;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.topology.EnrichConfig;
import io.alluvium.topology.EnrichTopology;
import io.alluvium.topology.StreamsSettings;
import io.alluvium.topology.TopologyRunner;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Near-duplicates of real texts on a broker, shipped settings: CPU, state and traffic. */
final class SimilarPeer {
  private static final int PARTITIONS = 8;
  private static final Topics TOPICS = new Topics("similar");
  private static final String APPLICATION = "similar-enrich";

  private final String bootstrap;
  private final SchemaRegistryClient registry;
  private final Admin admin;

  private SimilarPeer(String bootstrap, String registryUrl) {
    this.bootstrap = bootstrap;
    this.registry = SchemaRegistryClient.of(registryUrl);
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
  }

  public static void main(String[] arguments) throws Exception {
    var peer = new SimilarPeer(arguments[0], arguments[1]);
    peer.run(Path.of(arguments[2]), Path.of(arguments[3]), Integer.parseInt(arguments[4]));
    System.out.println("done");
    System.exit(0);
  }

  private void run(Path state, Path texts, int events) throws Exception {
    new TopicSetup(admin).ensure(TOPICS.specs(PARTITIONS, List.of()));
    try (var lines = Files.lines(texts)) {
      produce(lines.limit(events).toList());
    }
    var runner =
        new TopologyRunner(
            APPLICATION,
            EnrichTopology.describe(new EnrichConfig(TOPICS, PARTITIONS, registry)),
            new StreamsSettings(
                bootstrap, state, Runtime.getRuntime().availableProcessors(), Map.of()),
            (partition, from, to) -> {});
    long cpu = cpu();
    long start = System.nanoTime();
    runner.start();
    while (!hasReadAll()) {
      Thread.sleep(500);
    }
    var seconds = (System.nanoTime() - start) / 1e9;
    var micros = (cpu() - cpu) / 1e3 / events;
    runner.close();
    System.out.printf(
        "%,d events in %.0f s; CPU per event %.0f us, start and JIT compiler included%n",
        events, seconds, micros);
    System.out.printf(
        "state: %,.0f MB per million events; changelogs: %,.0f MB; edges: %,d%n",
        (double) size(state) / events, (double) logs("-changelog") / events, edges());
  }

  private void produce(List<String> texts) throws Exception {
    var bytes = new ByteArraySerializer();
    var serializer = AvroSerde.of(EnrichedEvent.class, registry).serializer();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrap, "linger.ms", 20, "compression.type", "lz4");
    try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
      for (int i = 0; i < texts.size(); i++) {
        var event = event(i, texts.get(i));
        var key = new EntityKey(event.getEvent().getEntityKey());
        producer.send(
            new ProducerRecord<>(
                TOPICS.enriched(),
                key.partition(PARTITIONS),
                key.value().getBytes(UTF_8),
                serializer.serialize(TOPICS.enriched(), event)));
      }
    }
  }

  private static EnrichedEvent event(int number, String text) throws Exception {
    var hash = MessageDigest.getInstance("SHA-256").digest((number + text).getBytes(UTF_8));
    var event =
        Event.newBuilder()
            .setContentHash(HexFormat.of().formatHex(hash))
            .setHashVersion(1)
            .setRevision(0)
            .setCurrent(true)
            .setType("comment.created")
            .setKind("comment")
            .setDeleted(false)
            .setEntityKey(EntityKey.github("github.com", "comment", 1296269, number).value())
            .setVersionOrder(new VersionOrder(0L, 0L, 1L))
            .setOccurredAt(Instant.EPOCH)
            .setObservedAt(Instant.EPOCH)
            .setIngestedAt(Instant.EPOCH)
            .setSource("bench")
            .setConnectorType("github")
            .setScope("octocat/Hello-World")
            .setText(text)
            .build();
    var enrichment =
        Enrichment.newBuilder().setEnrichmentVersion(1).setEnrichedAt(Instant.EPOCH).build();
    return new EnrichedEvent(event, enrichment);
  }

  private Set<String> topics(String suffix) throws Exception {
    return admin.listTopics().names().get().stream()
        .filter(name -> name.startsWith(APPLICATION) && name.endsWith(suffix))
        .collect(Collectors.toSet());
  }

  private boolean hasReadAll() throws Exception {
    var committed = admin.listConsumerGroupOffsets(APPLICATION).partitionsToOffsetAndMetadata().get();
    var topics = topics("-repartition");
    topics.add(TOPICS.enriched());
    return ends(topics).entrySet().stream()
        .allMatch(end ->
            end.getValue() == 0
                || committed.get(end.getKey()) != null
                    && committed.get(end.getKey()).offset() >= end.getValue());
  }

  private Map<TopicPartition, Long> ends(Set<String> topics) throws Exception {
    var partitions = new HashMap<TopicPartition, OffsetSpec>();
    for (var topic : topics) {
      IntStream.range(0, PARTITIONS)
          .forEach(i -> partitions.put(new TopicPartition(topic, i), OffsetSpec.latest()));
    }
    var ends = new HashMap<TopicPartition, Long>();
    admin.listOffsets(partitions).all().get().forEach((of, end) -> ends.put(of, end.offset()));
    return ends;
  }

  private long edges() throws Exception {
    var deserializer = AvroSerde.of(NearDuplicate.class, registry).deserializer();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
    var bytes = new org.apache.kafka.common.serialization.ByteArrayDeserializer();
    long records = 0;
    try (var consumer =
        new org.apache.kafka.clients.consumer.KafkaConsumer<>(settings, bytes, bytes)) {
      var ends = ends(Set.of(TOPICS.nearDuplicates()));
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (var record : consumer.poll(java.time.Duration.ofMillis(200))) {
          if (records++ < 1) {
            System.out.println(deserializer.deserialize(TOPICS.nearDuplicates(), record.value()));
          }
        }
      }
    }
    return records / 2;
  }

  private long logs(String suffix) throws Exception {
    var topics = topics(suffix);
    return admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
        .flatMap(disks -> disks.values().stream())
        .flatMap(disk -> disk.replicaInfos().entrySet().stream())
        .filter(replica -> topics.contains(replica.getKey().topic()))
        .mapToLong(replica -> replica.getValue().size())
        .sum();
  }

  private static long size(Path state) throws Exception {
    try (var files = Files.walk(state)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
