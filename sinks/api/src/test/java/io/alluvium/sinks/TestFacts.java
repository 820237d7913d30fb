package io.alluvium.sinks;

import io.alluvium.schemas.Link;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.Summary;
import java.time.Duration;
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

  private static final Duration DAY = Duration.ofDays(1);

  private TestFacts() {}

  /** Key of a state of a topic, as it is on the topic; different for every number. */
  public static String key(TierTopic topic, int number) {
    return switch (topic) {
      case SIGHTINGS -> String.join("\0", ENTITY, HASH, "laptop" + number);
      case LINKS -> String.join("\0", ENTITY, "mentions", "commit:" + number);
      case NEAR_DUPLICATES -> String.join("\0", ENTITY, "near_duplicate_of", "file:b" + number);
      case SUMMARIES -> {
        var start = start(number);
        yield String.join("\0", ENTITY, start.toString(), start.plus(DAY).toString());
      }
      case EVENTS, ENRICHED -> throw new IllegalArgumentException(topic + " has versions");
    };
  }

  /** A state of that key, told from others by a word that a person can find in it. */
  public static SpecificRecord of(TierTopic topic, int number, String word) {
    return switch (topic) {
      case SIGHTINGS -> sighting(number, word);
      case LINKS -> link(number, word);
      case NEAR_DUPLICATES -> nearDuplicate(number, word);
      case SUMMARIES -> summary(number, word);
      case EVENTS, ENRICHED -> throw new IllegalArgumentException(topic + " has versions");
    };
  }

  /** The first state of a topic. */
  public static SpecificRecord of(TierTopic topic, String word) {
    return of(topic, 1, word);
  }

  private static Instant start(int number) {
    return WHEN.plus(DAY.multipliedBy(number));
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

  private static SpecificRecord sighting(int number, String scope) {
    return Sighting.newBuilder()
        .setEntityKey(ENTITY)
        .setContentHash(HASH)
        .setSource("laptop" + number)
        .setConnectorType("files")
        .setScope(scope)
        .setLive(true)
        .setSeenAt(WHEN)
        .build();
  }

  static SpecificRecordBase link(int number, String evidence) {
    return Link.newBuilder()
        .setEntityKey(ENTITY)
        .setRelation("mentions")
        .setOtherKey("commit:" + number)
        .setOutgoing(true)
        .setEvidence(evidence)
        .setContentHash(HASH)
        .setLinkedAt(WHEN)
        .build();
  }

  private static SpecificRecord nearDuplicate(int number, String algorithm) {
    return NearDuplicate.newBuilder()
        .setId("1")
        .setEntityKey(ENTITY)
        .setContentHash(HASH)
        .setOtherKey("file:b" + number)
        .setOtherHash("b".repeat(64))
        .setScore(0.9)
        .setAlgorithm(algorithm)
        .setFoundAt(WHEN)
        .build();
  }

  static SpecificRecordBase summary(int number, String text) {
    return Summary.newBuilder()
        .setId("1")
        .setConversation(ENTITY)
        .setWindowStart(start(number))
        .setWindowEnd(start(number).plus(DAY))
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
