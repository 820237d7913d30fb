package io.alluvium.app.tiers;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The three tiers of a process and a ledger, all below a directory; whoever opened them hears of
 * each step of ageing before the next one.
 */
final class SteppedTiers implements AutoCloseable {
  static final Set<Integer> SHARDS = Set.of(0);
  static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  private static final Topics TOPICS = new Topics("alluvium");

  /** Hears of steps. */
  interface Steps {
    /** Nothing but what was named before has happened. */
    void at(String what);
  }

  private final Steps steps;
  private final InstantSource clock;
  private final LuceneResources resources = new LuceneResources(2);
  final LuceneTier hot;
  final LuceneTier warm;
  final ColdTier cold;
  final Ledger ledger;

  SteppedTiers(Path directory, Steps steps, InstantSource clock) {
    this.steps = steps;
    this.clock = clock;
    this.hot = LuceneTier.hot(directory.resolve("hot"), resources);
    this.warm = LuceneTier.warm(directory.resolve("warm"), true, resources);
    this.cold = new ColdTier(ColdConfig.local(directory.resolve("cold"), "alluvium"), TOPICS);
    this.ledger = new Ledger(directory.resolve("ledger"));
  }

  /** A version of each day stands in hot; of the first, one was superseded on the same day. */
  void feed() {
    apply(
        6,
        event("a", 0, "first", DAY),
        event("a", 1, "second", DAY),
        event("b", 0, "other", DAY),
        event("c", 0, "later", DAY.plusDays(1)),
        event("d", 0, "young", DAY.plusDays(8)));
  }

  static Event event(String path, long revision, String text, LocalDate day) {
    return FileVersions.event(path, revision, text, day.atTime(12, 0).toInstant(ZoneOffset.UTC));
  }

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
    return new Ageing(chain, proof, ledger, policy, clock);
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
      steps.at("before the drop of " + name() + " " + day);
      boolean dropped = shard.drop(day, proven);
      steps.at("between drop and commit of " + name() + " " + day);
      if (dropped) {
        shard.commit(shard.offsets());
      }
      steps.at("after the drop of " + name() + " " + day);
      return dropped;
    }
  }

  /** Stands for topic {@code ageing}: what was put is there after a crash. */
  final class Ledger implements AgeingLedger {
    private final Path directory;
    private final Map<SliceId, SliceAgeing> newest = new HashMap<>();

    Ledger(Path directory) {
      this.directory = directory;
      try {
        Files.createDirectories(directory);
        try (var files = Files.newDirectoryStream(directory, "*-[0-9]*")) {
          for (var file : files) {
            var record = SliceAgeing.fromByteBuffer(ByteBuffer.wrap(Files.readAllBytes(file)));
            newest.put(SliceId.of(record), record);
          }
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public Optional<SliceAgeing> get(SliceId slice) {
      return Optional.ofNullable(newest.get(slice));
    }

    @Override
    public Collection<SliceAgeing> all() {
      return List.copyOf(newest.values());
    }

    @Override
    public void put(SliceAgeing record) {
      var slice = SliceId.of(record);
      steps.at("before " + record.getState() + " of " + slice);
      try {
        var written = directory.resolve("new");
        Files.write(written, record.toByteBuffer().array());
        var place = directory.resolve(slice.tier() + "-" + slice.day());
        Files.move(written, place, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      newest.put(slice, record);
      steps.at("after " + record.getState() + " of " + slice);
    }
  }
}
