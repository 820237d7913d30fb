package io.alluvium.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What every tier must hold of topics of states: of sightings, links, edges, summaries. */
abstract class TierStateContract {
  static final int PARTITION = 3;
  static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  static final TopicPartition EVENTS = part(TierTopic.EVENTS);
  static final TopicPartition ENRICHED = part(TierTopic.ENRICHED);

  @TempDir Path directory;

  /** Opens the tier that stores below a directory. */
  protected abstract Tier open(Path directory);

  /**
   * Every state a person can find in the tier, as of its last refresh: the newest of each key.
   * Asked only of a tier that reads topics of states; {@link TestFacts#word} tells states apart.
   */
  protected Set<State> states(Tier tier) {
    throw new IllegalStateException(tier.name() + " reads states and does not say which");
  }

  /** What a person sees of a state: its topic, its key and the word it was made with. */
  public record State(TierTopic topic, String key, String word) {}

  @TestFactory
  Stream<DynamicTest> ofAStateTheNewestCountsInAnyOrder() {
    return ofTopicsOfStates(topic -> {
      var one = fact(topic, 1, 1, "one");
      var two = fact(topic, 1, 2, "two");
      var other = fact(topic, 2, 3, "three");
      var expected =
          Set.of(new State(topic, two.key(), "two"), new State(topic, other.key(), "three"));
      assertThat(states(one, two, other)).isEqualTo(expected);
      assertThat(states(two, other, one)).isEqualTo(expected);
      assertThat(states(one, two, other, one, two)).isEqualTo(expected);
    });
  }

  @TestFactory
  Stream<DynamicTest> aStateThatWasTakenBackIsGoneInAnyOrder() {
    return ofTopicsOfStates(topic -> {
      var one = fact(topic, 1, 1, "one");
      var gone = new TierRecord.Fact(topic, one.key(), 2, one.appendedAt(), null);
      var again = fact(topic, 1, 3, "again");
      assertThat(states(one, gone)).isEmpty();
      assertThat(states(gone, one)).isEmpty();
      assertThat(states(again, gone, one)).containsExactly(new State(topic, one.key(), "again"));
    });
  }

  private Stream<DynamicTest> ofTopicsOfStates(Consumer<TierTopic> test) {
    return topicsOfStates()
        .map(topic -> DynamicTest.dynamicTest(topic.name(), () -> test.accept(topic)));
  }

  private Stream<TierTopic> topicsOfStates() {
    try (var tier = open(directory.resolve("topics"))) {
      return EnumSet.complementOf(EnumSet.of(TierTopic.EVENTS, TierTopic.ENRICHED)).stream()
          .filter(tier.reads()::contains);
    }
  }

  /** What is found after these, both before and after a commit and a restart. */
  private Set<State> states(TierRecord.Fact... facts) {
    var below = directory.resolve("states" + System.nanoTime());
    Set<State> before;
    try (var tier = open(below)) {
      var shard = tier.open(PARTITION);
      for (var fact : facts) {
        shard.apply(fact);
      }
      shard.refresh();
      before = states(tier);
      shard.commit(offsets(tier, 0, 0));
    }
    try (var tier = open(below)) {
      tier.open(PARTITION).refresh();
      assertThat(states(tier)).as("after a restart").isEqualTo(before);
    }
    return before;
  }

  private static TierRecord.Fact fact(TierTopic topic, int number, long offset, String word) {
    var appended = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(offset);
    return new TierRecord.Fact(
        topic, TestFacts.key(topic, number), offset, appended, TestFacts.of(topic, number, word));
  }

  static TierOffsets offsets(Tier tier, long events, long enriched) {
    var next = new HashMap<TopicPartition, Long>();
    tier.reads().forEach(topic -> next.put(part(topic), 0L));
    next.put(EVENTS, events);
    next.put(ENRICHED, enriched);
    return new TierOffsets(next);
  }

  static TopicPartition part(TierTopic topic) {
    return new TopicPartition(topic.in(TOPICS), PARTITION);
  }
}
