package io.alluvium.app.tiers;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.app.it.FileVersions;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.SliceAgeing;
import io.alluvium.schemas.Topics;
import io.alluvium.sinks.AgeingShard;
import io.alluvium.sinks.SliceDigest;
import io.alluvium.sinks.Slices;
import io.alluvium.sinks.Tier;
import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.ageing.Ageing;
import io.alluvium.sinks.ageing.AgeingLedger;
import io.alluvium.sinks.ageing.AgeingPolicy;
import io.alluvium.sinks.ageing.DroppableTier;
import io.alluvium.sinks.ageing.ProvableTier;
import io.alluvium.sinks.ageing.SliceId;
import io.alluvium.sinks.ageing.SliceProof;
import io.alluvium.sinks.ageing.TierChain;
import io.alluvium.sinks.iceberg.ColdConfig;
import io.alluvium.sinks.iceberg.ColdTier;
import io.alluvium.sinks.lucene.LuceneResources;
import io.alluvium.sinks.lucene.LuceneTier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ageing on real tiers, broken off at every step; what was not committed is lost each time. */
final class AgeingStepsTest {
  private static final Topics TOPICS = new Topics("alluvium");
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final Set<Integer> SHARDS = Set.of(0);

  @TempDir Path directory;
  private final Map<SliceId, SliceAgeing> ledger = new HashMap<>();
  private Instant now = DAY.plusDays(9).atStartOfDay().toInstant(ZoneOffset.UTC);
  private int steps;
  private int breakAt;

  /** Stands for kill -9: nothing after it is done. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void whereverItIsBrokenOffItEndsTheSameAndLosesNothing() {
    feed();
    int broken = 0;
    for (breakAt = 1; ; breakAt++) {
      steps = 0;
      try (var tiers = new Open()) {
        tiers.ageing().round(SHARDS);
        break;
      } catch (Killed killed) {
        broken++;
      }
    }
    assertThat(broken).isGreaterThanOrEqualTo(6);
    try (var tiers = new Open()) {
      assertThat(tiers.hot.slices(0).days().keySet()).containsExactly(DAY.plusDays(8));
      assertThat(tiers.warm.slices(0).versions(DAY)).hasSize(3);
      assertThat(tiers.cold.slices(0).versions(DAY)).hasSize(3);
      assertThat(ledger.values())
          .extracting(record -> record.getDay() + " " + record.getState())
          .containsExactlyInAnyOrder("2026-03-01 DROPPED", "2026-03-02 DROPPED");
      assertThat(ledger.get(new SliceId("hot", 0, DAY)).getVersions()).isEqualTo(3);
    }
  }

  @Test
  void warmKeepsWhatIsCurrentUntilItIsNot() {
    feed();
    breakAt = Integer.MAX_VALUE;
    now = DAY.plusDays(92).atStartOfDay().toInstant(ZoneOffset.UTC);
    try (var tiers = new Open()) {
      tiers.ageing().round(SHARDS);
      assertThat(tiers.hot.slices(0).days()).isEmpty();
      assertThat(tiers.warm.slices(0).days().get(DAY)).isEqualTo(new Slices.Held(2, 0));
      assertThat(ledger.get(new SliceId("warm", 0, DAY)).getKept()).isEqualTo(2);
      tiers.apply(7, event("a", 2, "third", DAY.plusDays(91)));
      now = now.plus(Duration.ofDays(1));
      tiers.ageing().round(SHARDS);
      assertThat(tiers.warm.slices(0).days().get(DAY)).isEqualTo(new Slices.Held(1, 0));
      assertThat(tiers.cold.slices(0).versions(DAY)).hasSize(3);
    }
  }

  /** A version of each day stands in hot; of the first, one was superseded on the same day. */
  private void feed() {
    try (var tiers = new Open()) {
      tiers.apply(
          6,
          event("a", 0, "first", DAY),
          event("a", 1, "second", DAY),
          event("b", 0, "other", DAY),
          event("c", 0, "later", DAY.plusDays(1)),
          event("d", 0, "young", DAY.plusDays(8)));
    }
  }

  private void step() {
    if (++steps == breakAt) {
      throw new Killed();
    }
  }

  private static Event event(String path, long revision, String text, LocalDate day) {
    return FileVersions.event(path, revision, text, day.atTime(12, 0).toInstant(ZoneOffset.UTC));
  }

  /** The three tiers as a process has them open. */
  private final class Open implements AutoCloseable {
    final LuceneResources resources = new LuceneResources(2);
    final LuceneTier hot = LuceneTier.hot(directory.resolve("hot"), resources);
    final LuceneTier warm = LuceneTier.warm(directory.resolve("warm"), true, resources);
    final ColdTier cold =
        new ColdTier(ColdConfig.local(directory.resolve("cold"), "alluvium"), TOPICS);

    Ageing ageing() {
      var chain = new TierChain(List.of(new Stepwise(hot), new Stepwise(warm)), archive());
      var proof =
          new SliceProof(
              chain,
              (shard, day, ids) -> cold.replay(shard).find(day, ids),
              (shard, moment) -> 5,
              TOPICS.events());
      var keeps = Map.of("hot", Duration.ofDays(7), "warm", Duration.ofDays(90));
      var policy = new AgeingPolicy(keeps, Duration.ofDays(1));
      return new Ageing(chain, proof, new Written(), policy, () -> now);
    }

    private ProvableTier archive() {
      return new ProvableTier() {
        @Override
        public String name() {
          return "cold";
        }

        @Override
        public Slices slices(int shard) {
          return cold.slices(shard);
        }
      };
    }

    void apply(long end, Event... events) {
      for (Tier tier : List.of(hot, warm, cold)) {
        var shard = tier.open(0);
        for (var event : events) {
          shard.apply(new TierRecord.Version(event, null));
        }
        shard.commit(offsets(tier, end));
      }
    }

    @Override
    public void close() {
      hot.close();
      warm.close();
      cold.close();
      resources.close();
    }
  }

  private static TierOffsets offsets(Tier tier, long events) {
    var next = new HashMap<TopicPartition, Long>();
    for (var topic : tier.reads()) {
      next.put(new TopicPartition(topic.in(TOPICS), 0), topic == TierTopic.EVENTS ? events : 0);
    }
    return new TierOffsets(next);
  }

  private final class Stepwise implements DroppableTier {
    private final LuceneTier tier;

    Stepwise(LuceneTier tier) {
      this.tier = tier;
    }

    @Override
    public String name() {
      return tier.name();
    }

    @Override
    public Slices slices(int shard) {
      return tier.slices(shard);
    }

    @Override
    public List<String> differences(int shard, Collection<TierRecord.Version> whole) {
      return tier.differences(shard, whole);
    }

    @Override
    public boolean drop(int number, LocalDate day, SliceDigest proven) {
      AgeingShard shard = tier.open(number);
      step();
      boolean dropped = shard.drop(day, proven);
      step();
      if (dropped) {
        shard.commit(shard.offsets());
      }
      step();
      return dropped;
    }
  }

  private final class Written implements AgeingLedger {
    @Override
    public Optional<SliceAgeing> get(SliceId slice) {
      return Optional.ofNullable(ledger.get(slice));
    }

    @Override
    public Collection<SliceAgeing> all() {
      return List.copyOf(ledger.values());
    }

    @Override
    public void put(SliceAgeing record) {
      step();
      ledger.put(SliceId.of(record), record);
      step();
    }
  }
}
