package io.alluvium.topology.similar;

import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * Enriched events in, edges between those that say almost the same out.
 *
 * <p>Events with a common band of their signatures meet in its bucket: one repartition, by band. A
 * bucket knows its events by 8 bytes each and a sketch; which they are, and their whole signatures,
 * is kept once, where the events lie. So a pair that a bucket has found goes to the one end and
 * then to the other before it is an edge. In a stream without near-duplicates nothing takes that
 * way.
 *
 * <p>Edges are of versions: each names the content hashes of both. Nothing takes them back; an edge
 * counts while both are current. Which versions meet that are soon superseded depends on the order
 * in which partitions are read; of those that stay, all do.
 */
public final class NearDuplicates {
  /** Named in every edge. Raised with whatever changes what is found or how it is scored. */
  public static final String ALGORITHM = "word3-superminhash128/1";

  /** Field of an enrichment that holds a signature. */
  public static final String SIGNATURE = "signature";

  private NearDuplicates() {}

  /**
   * What an event is compared by: 128 components of 4 bits. Thread-safe.
   *
   * @return empty if its text is too short to be compared
   */
  public static Optional<byte[]> signature(Event event) {
    return new Signature.Maker().sign(SimilarText.of(event)).map(Signature::bytes);
  }

  /**
   * Describes the way from one stream to the other.
   *
   * @param enriched values of the topic {@code enriched}, read apart from the steps that write
   *     them, so that these never wait for what happens here
   * @param partitions partitions of every event topic
   * @return keyed by entity key, relation and other end; each edge comes once for each end
   */
  public static KStream<byte[], NearDuplicate> of(
      StreamsBuilder builder,
      KStream<byte[], byte[]> enriched,
      SchemaRegistryClient registry,
      int partitions) {
    builder.addStateStore(KnownTexts.builder()).addStateStore(MatchStep.store());
    var events = AvroSerde.of(EnrichedEvent.class, registry).deserializer();
    var moves =
        enriched.process(
            () -> new SignStep(events, partitions), Named.as("sign"), KnownTexts.STORE);
    var candidates =
        moves
            .repartition(bytes("bands", partitions))
            .process(MatchStep::new, Named.as("match"), MatchStep.STORE);
    var questions =
        candidates
            .repartition(toEntity("candidates", partitions))
            .process(AskStep::new, Named.as("ask"), KnownTexts.STORE);
    return questions
        .repartition(toEntity("questions", partitions))
        .process(AnswerStep::new, Named.as("answer"), KnownTexts.STORE);
  }

  private static Repartitioned<byte[], byte[]> bytes(String name, int partitions) {
    return Repartitioned.<byte[], byte[]>as(name)
        .withKeySerde(Serdes.ByteArray())
        .withValueSerde(Serdes.ByteArray())
        .withNumberOfPartitions(partitions);
  }

  /** To the partition of the entity whose short key is the record's key. */
  private static Repartitioned<byte[], byte[]> toEntity(String name, int partitions) {
    return bytes(name, partitions)
        .withStreamPartitioner(
            (topic, key, value, count) -> Optional.of(Set.of(ShortKey.partition(key))));
  }
}
