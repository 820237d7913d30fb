package io.alluvium.sinks;

import static io.alluvium.sinks.TestEvent.tombstone;
import static io.alluvium.sinks.TestEvent.version;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every tier must hold. Extend it, say how to open the tier and how to see what it shows; a
 * tier that passes may be fed by {@link TierReader}.
 */
public abstract class TierContract extends TierStateContract {
  private static final String KEY = "file:root/a.txt";

  /** Everything a person can find in the tier, as of its last refresh. */
  protected abstract Set<Seen> seen(Tier tier);

  /**
   * What a person sees of an event.
   *
   * @param language set by the enrichment; empty on a bare record
   */
  public record Seen(String entityKey, long revision, String text, String language) {}

  /** One record and the topic it lies on. */
  private record Step(TopicPartition topic, TierRecord record) {}

  private static final List<TestEvent> LIFE =
      List.of(
          version(KEY, 0, "first"),
          version(KEY, 1, "second"),
          tombstone(KEY, 2),
          version(KEY, 3, "first"));

  @TestFactory
  Stream<DynamicTest> everyInterleavingOfCreateEditDeleteRecreateEndsTheSame() {
    var expected = Set.of(new Seen(KEY, 3, "first", "v1"));
    return interleavings()
        .map(steps ->
            DynamicTest.dynamicTest(
                name(steps),
                () ->
                    assertThat(replayed(directory.resolve(name(steps)), steps))
                        .isEqualTo(expected)));
  }

  @TestFactory
  Stream<DynamicTest> everyInterleavingThatEndsWithDeleteHides() {
    return interleavings(LIFE.subList(0, 3))
        .map(steps ->
            DynamicTest.dynamicTest(
                name(steps),
                () -> assertThat(replayed(directory.resolve("d" + name(steps)), steps)).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> aCrashAtAnyPointAndReplayFromStoredOffsetsEndsTheSame() {
    var expected = Set.of(new Seen(KEY, 3, "first", "v1"));
    var all = interleavings().toList();
    return IntStream.range(0, all.size())
        .mapToObj(number -> {
          var steps = all.get(number);
          int crash = number % (steps.size() + 1);
          int committed = crash == 0 ? 0 : number % crash;
          return DynamicTest.dynamicTest(
              name(steps) + " commit " + committed + " crash " + crash,
              () -> {
                var below = directory.resolve("c" + number);
                crash(below, steps, committed, crash);
                assertThat(resumed(below, steps)).isEqualTo(expected);
              });
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aRandomHistoryShowsWhatTheSmallestTierShows(long seed) {
    var random = new Random(seed);
    var smallest = new MemoryTier(new HashMap<>());
    var tier = open(directory);
    var offsets = TierOffsets.NONE;
    for (int round = 0; round < 300; round++) {
      for (var record : randomRecords(random)) {
        smallest.open(PARTITION).apply(record);
        tier.open(PARTITION).apply(record);
      }
      if (random.nextInt(10) == 0) {
        tier.open(PARTITION).refresh();
        smallest.open(PARTITION).refresh();
        assertThat(seen(tier)).isEqualTo(shown(smallest));
      }
      if (random.nextInt(30) == 0) {
        offsets = offsets(tier, round, 0);
        tier.open(PARTITION).commit(offsets);
        tier.close();
        tier = open(directory);
      }
      assertThat(tier.open(PARTITION).offsets()).isEqualTo(offsets);
    }
    tier.close();
  }

  /** Any order of revisions, contents that come back, late ones, tombstones, enrichments. */
  private static List<TierRecord.Version> randomRecords(Random random) {
    var key = "file:root/" + random.nextInt(4);
    int revision = random.nextInt(12);
    // Of one entity, a revision always has the same content, as ingest publishes it.
    var version =
        revision % 4 == 3
            ? tombstone(key, revision)
            : version(key, revision, "text " + revision % 3);
    var event = revision % 5 == 4 ? version.late() : version;
    var bare = event.bare();
    var enriched = event.enriched(1 + random.nextInt(2));
    return switch (random.nextInt(3)) {
      case 0 -> List.of(bare);
      case 1 -> List.of(bare, enriched);
      default -> List.of(enriched, bare);
    };
  }

  /** What the smallest tier shows. */
  static Set<Seen> shown(MemoryTier tier) {
    return tier.visible().stream()
        .map(record ->
            new Seen(
                record.event().getEntityKey(),
                record.event().getRevision(),
                record.event().getText().orElse(""),
                record.enrichment() == null ? "" : record.enrichment().getLanguage().orElse("")))
        .collect(Collectors.toSet());
  }

  @Test
  void replayingAnySuffixChangesNothing() {
    var steps = interleavings().skip(20).findFirst().orElseThrow();
    try (var tier = open(directory)) {
      var shard = tier.open(PARTITION);
      steps.forEach(step -> shard.apply(step.record()));
      shard.refresh();
      var before = seen(tier);
      for (int from = steps.size(); from >= 0; from--) {
        steps.subList(from, steps.size()).forEach(step -> shard.apply(step.record()));
        shard.refresh();
        assertThat(seen(tier)).isEqualTo(before);
      }
    }
  }

  @Test
  void aLateVersionNeverBecomesCurrent() {
    assertThat(after(version(KEY, 0, "now").bare(), version(KEY, 1, "late").late().bare()))
        .containsExactly(new Seen(KEY, 0, "now", ""));
  }

  @Test
  void contentThatComesBackLateDoesNotHideTheCurrentVersion() {
    assertThat(
            after(
                version(KEY, 0, "old").bare(),
                version(KEY, 1, "now").bare(),
                version(KEY, 2, "old").late().bare()))
        .containsExactly(new Seen(KEY, 1, "now", ""));
  }

  @Test
  void theOrderOfLateAndCurrentRecordsOfOneContentDoesNotMatter() {
    assertThat(after(version(KEY, 2, "old").late().bare(), version(KEY, 0, "old").bare()))
        .isEqualTo(after(version(KEY, 0, "old").bare(), version(KEY, 2, "old").late().bare()));
  }

  @Test
  void aHigherEnrichmentVersionWins() {
    var event = version(KEY, 0, "text");
    assertThat(after(event.enriched(2), event.bare(), event.enriched(1)))
        .containsExactly(new Seen(KEY, 0, "text", "v2"));
    assertThat(after(event.enriched(1), event.bare(), event.enriched(2)))
        .containsExactly(new Seen(KEY, 0, "text", "v2"));
  }

  @Test
  void aBareRecordNeverReplacesAnEnrichedOneOfTheSameRevision() {
    var event = version(KEY, 0, "text");
    assertThat(after(event.enriched(1), event.bare()))
        .containsExactly(new Seen(KEY, 0, "text", "v1"));
  }

  @Test
  void aBareRecordOfAHigherRevisionReplacesAnEnrichedOne() {
    assertThat(after(version(KEY, 0, "text").enriched(1), version(KEY, 2, "text").bare()))
        .containsExactly(new Seen(KEY, 2, "text", ""));
  }

  @Test
  void entitiesDoNotDisturbEachOther() {
    assertThat(
            after(
                version("file:root/a", 0, "same").bare(),
                version("file:root/b", 0, "same").bare(),
                tombstone("file:root/a", 1).bare()))
        .containsExactly(new Seen("file:root/b", 0, "same", ""));
  }

  @Test
  void nothingIsVisibleBeforeARefresh() {
    try (var tier = open(directory)) {
      var shard = tier.open(PARTITION);
      shard.refresh();
      shard.apply(version(KEY, 0, "text").bare());
      assertThat(seen(tier)).isEmpty();
    }
  }

  @Test
  void offsetsSurviveWithTheDataAndNeverWithoutIt() {
    TierOffsets offsets;
    try (var tier = open(directory)) {
      offsets = offsets(tier, 7, 5);
      var shard = tier.open(PARTITION);
      assertThat(shard.offsets()).isEqualTo(TierOffsets.NONE);
      shard.apply(version(KEY, 0, "kept").bare());
      shard.commit(offsets);
      shard.apply(version(KEY, 1, "lost").bare());
    }
    try (var tier = open(directory)) {
      assertThat(tier.open(PARTITION).offsets()).isEqualTo(offsets);
      assertThat(seen(tier)).containsExactly(new Seen(KEY, 0, "kept", ""));
    }
  }

  @Test
  void aCommitWithoutRecordsKeepsItsOffsets() {
    try (var tier = open(directory)) {
      tier.open(PARTITION).commit(offsets(tier, 1, 0));
    }
    try (var tier = open(directory)) {
      tier.open(PARTITION).commit(offsets(tier, 2, 0));
    }
    try (var tier = open(directory)) {
      assertThat(tier.open(PARTITION).offsets()).isEqualTo(offsets(tier, 2, 0));
    }
  }

  @Test
  void openingAnOpenShardGivesTheSameOne() {
    try (var tier = open(directory)) {
      assertThat(tier.open(PARTITION)).isSameAs(tier.open(PARTITION));
    }
  }

  @Test
  void aClosedShardOpensAgainAtItsLastCommit() {
    try (var tier = open(directory)) {
      var shard = tier.open(PARTITION);
      shard.apply(version(KEY, 0, "kept").bare());
      shard.commit(offsets(tier, 1, 0));
      shard.apply(version(KEY, 1, "lost").bare());
      shard.close();
      tier.open(PARTITION);
      assertThat(seen(tier)).containsExactly(new Seen(KEY, 0, "kept", ""));
    }
  }

  @Test
  void allShardsCommitTogetherAndEachKeepsItsOwnOffsets() {
    var other = new TierOffsets(Map.of(new TopicPartition(EVENTS.topic(), 1), 4L));
    try (var tier = open(directory)) {
      var shards = List.of(tier.open(PARTITION), tier.open(1));
      shards.getFirst().apply(version(KEY, 0, "one").bare());
      shards.getLast().apply(version("file:root/b", 0, "two").bare());
      tier.commit(
          Map.of(shards.getFirst(), offsets(tier, 1, 0), shards.getLast(), moved(tier, other, 1)));
    }
    try (var tier = open(directory)) {
      assertThat(tier.open(PARTITION).offsets()).isEqualTo(offsets(tier, 1, 0));
      assertThat(tier.open(1).offsets()).isEqualTo(moved(tier, other, 1));
      assertThat(seen(tier)).hasSize(2);
    }
  }

  /** Offsets of all topics of a tier in one partition, where only some have been read. */
  private static TierOffsets moved(Tier tier, TierOffsets some, int partition) {
    var next = new HashMap<TopicPartition, Long>();
    for (var topic : tier.reads()) {
      var part = new TopicPartition(topic.in(TOPICS), partition);
      next.put(part, some.of(part).orElse(0));
    }
    return new TierOffsets(next);
  }

  private Set<Seen> after(TierRecord... records) {
    var below = directory.resolve("after" + System.nanoTime());
    try (var tier = open(below)) {
      var shard = tier.open(PARTITION);
      for (var record : records) {
        shard.apply(record);
      }
      shard.refresh();
      return seen(tier);
    }
  }

  private Set<Seen> replayed(Path below, List<Step> steps) {
    try (var tier = open(below)) {
      var shard = tier.open(PARTITION);
      for (var step : steps) {
        shard.apply(step.record());
        shard.refresh();
      }
      return seen(tier);
    }
  }

  private void crash(Path below, List<Step> steps, int committed, int crash) {
    try (var tier = open(below)) {
      var shard = tier.open(PARTITION);
      for (int done = 0; done < crash; done++) {
        if (done == committed && committed > 0) {
          shard.commit(read(tier, steps, committed));
        }
        shard.apply(steps.get(done).record());
      }
    }
  }

  /** Reads on as {@link TierReader} does: each topic from its own stored offset. */
  private Set<Seen> resumed(Path below, List<Step> steps) {
    try (var tier = open(below)) {
      var shard = tier.open(PARTITION);
      var offsets = shard.offsets();
      for (var topic : List.of(EVENTS, ENRICHED)) {
        steps.stream()
            .filter(step -> step.topic().equals(topic))
            .skip(offsets.of(topic).orElse(0))
            .forEach(step -> shard.apply(step.record()));
      }
      shard.refresh();
      return seen(tier);
    }
  }

  private static TierOffsets read(Tier tier, List<Step> steps, int count) {
    long events =
        steps.subList(0, count).stream().filter(step -> step.topic().equals(EVENTS)).count();
    return offsets(tier, events, count - events);
  }

  private static Stream<List<Step>> interleavings() {
    return interleavings(LIFE);
  }

  private static Stream<List<Step>> interleavings(List<TestEvent> life) {
    var found = new ArrayList<List<Step>>();
    interleave(life, 0, 0, List.of(), found);
    return found.stream();
  }

  private static void interleave(
      List<TestEvent> life, int events, int enriched, List<Step> so, List<List<Step>> found) {
    if (so.size() == 2 * life.size()) {
      found.add(so);
    }
    if (events < life.size()) {
      var step = new Step(EVENTS, life.get(events).bare());
      interleave(life, events + 1, enriched, with(so, step), found);
    }
    if (enriched < life.size()) {
      var step = new Step(ENRICHED, life.get(enriched).enriched(1));
      interleave(life, events, enriched + 1, with(so, step), found);
    }
  }

  private static List<Step> with(List<Step> so, Step step) {
    return Stream.concat(so.stream(), Stream.of(step)).toList();
  }

  /** Such as {@code vvnvnnvn}: v for events, n for enriched. */
  private static String name(List<Step> steps) {
    return steps.stream()
        .map(step -> step.topic().equals(EVENTS) ? "v" : "n")
        .collect(Collectors.joining());
  }
}
