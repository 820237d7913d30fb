package io.alluvium.sinks;

import io.alluvium.schemas.Link;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.Summary;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/** Builds what topics of states hold, for tests of tiers. */
public final class TestFacts {
  /** The entity of all of them. */
  public static final String ENTITY = "file:root/a.txt";

  private static final String HASH = "a".repeat(64);
  private static final Instant WHEN = Instant.parse("2026-01-01T00:00:00Z");

  private TestFacts() {}

  /** A state of a topic, told from others by a word that a person can find in it. */
  public static SpecificRecord of(TierTopic topic, String word) {
    return switch (topic) {
      case SIGHTINGS -> sighting(word);
      case LINKS -> link(word);
      case NEAR_DUPLICATES -> nearDuplicate(word);
      case SUMMARIES -> summary(word);
      case EVENTS, ENRICHED -> throw new IllegalArgumentException(topic + " has versions");
    };
  }

  /** The word that a state was made with. */
  public static String word(SpecificRecord value) {
    return switch (value) {
      case Sighting sighting -> sighting.getScope();
      case Link link -> link.getEvidence();
      case NearDuplicate edge -> edge.getAlgorithm();
      case Summary summary -> summary.getText();
      default -> throw new IllegalArgumentException("Not a state: " + value);
    };
  }

  private static SpecificRecord sighting(String scope) {
    return Sighting.newBuilder()
        .setEntityKey(ENTITY)
        .setContentHash(HASH)
        .setSource("laptop")
        .setConnectorType("files")
        .setScope(scope)
        .setLive(true)
        .setSeenAt(WHEN)
        .build();
  }

  static SpecificRecordBase link(String evidence) {
    return Link.newBuilder()
        .setEntityKey(ENTITY)
        .setRelation("mentions")
        .setOtherKey("commit:1")
        .setOutgoing(true)
        .setEvidence(evidence)
        .setContentHash(HASH)
        .setLinkedAt(WHEN)
        .build();
  }

  private static SpecificRecord nearDuplicate(String algorithm) {
    return NearDuplicate.newBuilder()
        .setId("1")
        .setEntityKey(ENTITY)
        .setContentHash(HASH)
        .setOtherKey("file:root/b.txt")
        .setOtherHash("b".repeat(64))
        .setScore(0.9)
        .setAlgorithm(algorithm)
        .setFoundAt(WHEN)
        .build();
  }

  static SpecificRecordBase summary(String text) {
    return Summary.newBuilder()
        .setId("1")
        .setConversation(ENTITY)
        .setWindowStart(WHEN)
        .setWindowEnd(WHEN.plusSeconds(86_400))
        .setText(text)
        .setTopics(List.of())
        .setMessageCount(3)
        .setCompressionRatio(0.5)
        .setModel("extract/1")
        .setSourceHashes(List.of(HASH))
        .setSummarisedAt(WHEN)
        .build();
  }
}
