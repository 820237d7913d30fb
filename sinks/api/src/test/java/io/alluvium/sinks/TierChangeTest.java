package io.alluvium.sinks;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.TestLog.enriched;
import static io.alluvium.sinks.TestLog.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes of shards that a reader makes between its rounds. */
@Timeout(60)
final class TierChangeTest {
  private final TestLog log = new TestLog(1);
  private final Map<Integer, MemoryTier.Stored> disk = new ConcurrentHashMap<>();
  private final MemoryTier tier = new MemoryTier(disk);
  private final List<MockConsumer<byte[], byte[]>> consumers = new CopyOnWriteArrayList<>();

  @Test
  void changesAShardBetweenRoundsAndCommitsWhatCameOfIt() throws Exception {
    log.append(0, version("file:a", 0, "one"));
    try (var reader = reader()) {
      await(() -> reader.status().applied() == 1);
      var put = version("file:b", 0, "two").bare();
      var changed =
          reader.change(
              0,
              shard -> {
                shard.apply(put);
                return true;
              });
      assertThat(changed.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(disk.get(0).records()).contains(put).hasSize(2);
      var elsewhere = reader.change(7, shard -> true);
      assertThatThrownBy(() -> elsewhere.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(TierException.class)
          .hasMessageContaining("Shard 7 of memory is not open");
    }
  }

  @Test
  void closesItsShardsForAChangeBeneathThemAlsoWhileItHasFailed() throws Exception {
    log.append(0, version("file:a", 0, "one"));
    tier.failure = new IllegalStateException("registry away");
    try (var reader = reader()) {
      await(() -> reader.status().state() == TierStatus.State.FAILED);
      var open = new ArrayList<>(List.of(7));
      var changed =
          reader.changeBeneath(() -> {
            open.clear();
            open.addAll(tier.openPartitions());
          });
      assertThat(changed.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(open).isEmpty();
    }
  }

  @Test
  void tellsTheGroupAtOnceWhereAShardThatWasReplacedGoesOn() throws Exception {
    var first = version("file:a", 0, "one");
    log.append(0, first);
    disk.put(0, new MemoryTier.Stored(offsets(1), List.of(first.bare())));
    try (var reader = reader()) {
      await(() -> reader.status().state() == TierStatus.State.RUNNING);
      var replaced =
          reader.changeBeneath(() -> disk.put(0, new MemoryTier.Stored(offsets(0), List.of())));
      assertThat(replaced.get(20, TimeUnit.SECONDS)).isTrue();
      await(() -> told() == 0);
      await(() -> reader.status().applied() == 1);
    }
  }

  @Test
  void whatAChangeThrewReachesWhoWantedIt() {
    try (var reader = reader()) {
      var changed =
          reader.changeBeneath(() -> {
            throw new TierException("not now");
          });
      assertThatThrownBy(() -> changed.get(20, TimeUnit.SECONDS)).hasMessageContaining("not now");
    }
  }

  private long told() {
    var offset = consumers.getFirst().committed(Set.of(events(0))).get(events(0));
    return offset == null ? -1 : offset.offset();
  }

  private TierReader reader() {
    var config =
        new TierReaderConfig(
            "group", "member", Duration.ofHours(1), 100, Duration.ofMillis(20), TierListener.NONE);
    var reader = new TierReader(tier, TestLog.decoder(), this::consumer, config);
    reader.start();
    return reader;
  }

  private MockConsumer<byte[], byte[]> consumer() {
    var consumer = log.consumer();
    consumers.add(consumer);
    return consumer;
  }

  private static void await(BooleanSupplier done) throws InterruptedException {
    while (!done.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  private static TierOffsets offsets(long events) {
    var offsets = new HashMap<TopicPartition, Long>();
    TestLog.parts(0).forEach(part -> offsets.put(part, 0L));
    offsets.put(events(0), events);
    offsets.put(enriched(0), 0L);
    return new TierOffsets(offsets);
  }
}
