package io.alluvium.sinks;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.TestLog.enriched;
import static io.alluvium.sinks.TestLog.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.alluvium.schemas.FailureReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class TierReaderTest {
  private final TestLog log = new TestLog(2);
  private final Map<Integer, MemoryTier.Stored> disk = new ConcurrentHashMap<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<MockConsumer<byte[], byte[]>> consumers = new CopyOnWriteArrayList<>();
  private MemoryTier tier = new MemoryTier(disk);

  @Test
  void appliesBothTopicsAndStoresOffsetsWithTheData() {
    log.append(0, version("file:a", 0, "one"));
    log.append(0, version("file:a", 1, "two"));
    log.appendEnriched(0, version("file:a", 0, "one"));
    log.append(1, version("file:b", 0, "other"));
    runUntil(() -> tier.visible().size() == 2 && applied() == 4);
    assertThat(disk.get(0).offsets().next()).isEqualTo(offsets(0, 2, 1).next());
    assertThat(disk.get(1).offsets().next()).isEqualTo(offsets(1, 1, 0).next());
    assertThat(disk.get(0).records()).hasSize(3);
  }

  @Test
  void tellsTheGroupOnlyWhatIsDurable() {
    log.append(0, version("file:a", 0, "one"));
    runUntil(() -> !consumers.isEmpty() && told(events(0)) == 1);
    assertThat(disk.get(0).offsets().of(events(0))).hasValue(1);
  }

  @Test
  void goesOnWhereTheShardSaysAfterARestart() {
    log.append(0, version("file:a", 0, "one"));
    runUntil(() -> applied() == 1);
    log.append(0, version("file:a", 1, "two"));
    tier = new MemoryTier(disk);
    runUntil(() -> applied() == 1 && tier.visible().getFirst().event().getRevision() == 1);
    assertThat(disk.get(0).records()).hasSize(2);
  }

  @Test
  void skipsCountsAndReportsWhatIsNotAvro() {
    log.append(events(0), "not avro".getBytes());
    log.append(events(0), null);
    log.append(0, version("file:a", 0, "one"));
    runUntil(() -> tier.visible().size() == 1 && status.rejected() == 2);
    assertThat(heard)
        .containsExactly(
            "rejected test.events-0@0 NOT_AVRO not Avro",
            "rejected test.events-0@1 INVALID_EVENT The record has no value; a deletion is an event"
                + " too");
  }

  @Test
  void keepsTheNewestStateOfAKeyAndForgetsWhatWasTakenBack() {
    var summaries = TestLog.part(TierTopic.SUMMARIES, 0);
    var links = TestLog.part(TierTopic.LINKS, 0);
    log.append(summaries, "thread:a\0x\0y", TestFacts.summary(1, "said"));
    log.append(summaries, "thread:b\0x\0y", TestFacts.summary(1, "kept"));
    log.append(summaries, "thread:a\0x\0y", null);
    log.append(links, "file:a\0mentions\0commit:1", TestFacts.link(1, "old"));
    log.append(links, "file:a\0mentions\0commit:1", TestFacts.link(1, "new"));
    runUntil(() -> applied() == 5 && tier.facts().size() == 2);
    assertThat(tier.facts())
        .extracting(TierRecord.Fact::topic, TierRecord.Fact::about, TierRecord.Fact::value)
        .containsExactlyInAnyOrder(
            tuple(TierTopic.SUMMARIES, "thread:b", TestFacts.summary(1, "kept")),
            tuple(TierTopic.LINKS, "file:a", TestFacts.link(1, "new")));
    assertThat(disk.get(0).offsets().of(summaries)).hasValue(3);
  }

  @Test
  void commitsAtOnceWhenTheTierIsFull() {
    tier.most = 2;
    log.append(0, version("file:a", 0, "one"));
    log.append(0, version("file:a", 1, "two"));
    try (var reader = reader(this::consumer, Duration.ofHours(1))) {
      reader.start();
      await(reader, () -> disk.containsKey(0) && disk.get(0).records().size() == 2);
    }
  }

  @Test
  void lacksWhatItsGroupHasReadElsewhereAndTheLogHasNoMore() {
    log.append(0, version("file:a", 0, "one"));
    log.append(0, version("file:a", 1, "two"));
    log.append(0, version("file:a", 2, "three"));
    log.trim(events(0), 2);
    var consumer = consumer();
    consumer.commitSync(Map.of(events(0), new OffsetAndMetadata(3)));
    try (var reader = reader(() -> consumer, Duration.ofHours(1))) {
      reader.start();
      await(reader, () -> reader.status().applied() == 1);
      assertThat(reader.shards().orElseThrow())
          .filteredOn(ShardState::trimmed)
          .extracting(ShardState::shard, ShardState::left)
          .containsExactly(tuple(0, 2L));
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void reportsAGapBeforeItGoesOnPastTrimmedRecords() {
    log.append(0, version("file:a", 0, "one"));
    runUntil(() -> applied() == 1);
    log.append(0, version("file:a", 1, "two"));
    log.append(0, version("file:a", 2, "three"));
    log.trim(events(0), 2);
    tier = new MemoryTier(disk);
    runUntil(() -> applied() == 1);
    assertThat(heard).containsExactly("trimmed test.events-0 [1, 2)");
    assertThat(tier.visible().getFirst().event().getRevision()).isEqualTo(2);
  }

  @Test
  void refusesHalfAnAssignmentAndSaysSo() {
    runUntil(
        () -> {
          var consumer = new MockConsumer<byte[], byte[]>("none");
          consumer.schedulePollTask(() -> consumer.rebalance(List.of(events(0), enriched(1))));
          return consumer;
        },
        () -> status.state() == TierStatus.State.FAILED);
    assertThat(status.error().orElseThrow())
        .startsWith("Half assignment refused: {test.enriched=[1], test.events=[0], test.links=[]");
  }

  @Test
  void refusesAShardThatIsAheadOfTheLog() {
    disk.put(0, new MemoryTier.Stored(offsets(0, 9, 0), List.of()));
    runUntil(() -> status.state() == TierStatus.State.FAILED);
    assertThat(status.error().orElseThrow())
        .contains("test.events-0 ends at offset 0, but the shard has read up to 9");
  }

  @Test
  void refusesDataWithoutAnOffsetOfOneTopic() {
    disk.put(0, new MemoryTier.Stored(new TierOffsets(Map.of(events(0), 0L)), List.of()));
    runUntil(() -> status.state() == TierStatus.State.FAILED);
    assertThat(status.error().orElseThrow()).contains("no offset of test.enriched-0");
  }

  @Test
  void failsWithItsReasonThenTriesAgainAndMissesNothing() {
    log.append(0, version("file:a", 0, "one"));
    tier.failure = new TierException("disk full");
    try (var reader = reader(this::consumer)) {
      reader.start();
      await(reader, () -> status.state() == TierStatus.State.FAILED);
      assertThat(status.error()).contains("disk full");
      tier.failure = null;
      await(reader, () -> tier.visible().size() == 1);
      assertThat(status.restarts()).isPositive();
      await(reader, () -> status.state() == TierStatus.State.RUNNING && status.error().isEmpty());
    }
  }

  @Test
  void commitsNothingOfABatchThatFailedHalfWay() {
    log.append(0, version("file:a", 0, "one"));
    log.append(0, version("file:a", 1, "two"));
    tier.failure = new IllegalStateException("registry away");
    try (var reader = reader(this::consumer)) {
      reader.start();
      await(reader, () -> status.state() == TierStatus.State.FAILED);
      assertThat(disk).isEmpty();
      assertThat(tier.openPartitions()).containsExactly(0, 1);
    }
  }

  @Test
  void closesTheShardsItNoLongerHas() {
    var consumer = log.consumer();
    consumer.schedulePollTask(() -> consumer.rebalance(TestLog.parts(1)));
    runUntil(() -> consumer, () -> tier.openPartitions().equals(List.of(1)));
  }

  @Test
  void aFailingListenerDoesNotStopTheReader() {
    log.append(events(0), "not avro".getBytes());
    log.append(0, version("file:a", 0, "one"));
    heard.addAll(List.of("throw"));
    runUntil(() -> tier.visible().size() == 1);
  }

  private volatile TierStatus status =
      new TierStatus("", TierStatus.State.STARTING, Optional.empty(), List.of(), 0, 0, 0);

  private long told(TopicPartition part) {
    var offset = consumers.getFirst().committed(Set.of(part)).get(part);
    return offset == null ? -1 : offset.offset();
  }

  private long applied() {
    return status.applied();
  }

  private MockConsumer<byte[], byte[]> consumer() {
    var consumer = log.consumer();
    consumers.add(consumer);
    return consumer;
  }

  private void runUntil(BooleanSupplier done) {
    runUntil(this::consumer, done);
  }

  private void runUntil(Supplier<Consumer<byte[], byte[]>> consumer, BooleanSupplier done) {
    try (var reader = reader(consumer)) {
      reader.start();
      await(reader, done);
    }
  }

  private TierReader reader(Supplier<? extends Consumer<byte[], byte[]>> next) {
    return reader(next, Duration.ofMillis(20));
  }

  private TierReader reader(
      Supplier<? extends Consumer<byte[], byte[]>> next, Duration commitInterval) {
    var config =
        new TierReaderConfig(
            "group", "member", commitInterval, 100, Duration.ofMillis(20), listener());
    return new TierReader(tier, TestLog.decoder(), next::get, config);
  }

  private void await(TierReader reader, BooleanSupplier done) {
    do {
      status = reader.status();
      Thread.onSpinWait();
    } while (!done.getAsBoolean());
  }

  private static TierOffsets offsets(int number, long events, long enriched) {
    var offsets = new HashMap<TopicPartition, Long>();
    TestLog.parts(number).forEach(part -> offsets.put(part, 0L));
    offsets.put(events(number), events);
    offsets.put(enriched(number), enriched);
    return new TierOffsets(offsets);
  }

  private TierListener listener() {
    return new TierListener() {
      @Override
      public void trimmedUnread(TopicPartition partition, long position, long logStart) {
        heard.add("trimmed " + partition + " [" + position + ", " + logStart + ")");
      }

      @Override
      public void rejected(
          ConsumerRecord<byte[], byte[]> record, FailureReason reason, String message) {
        if (heard.remove("throw")) {
          throw new IllegalStateException("listener");
        }
        heard.add(
            "rejected "
                + record.topic()
                + "-"
                + record.partition()
                + "@"
                + record.offset()
                + " "
                + reason
                + " "
                + message);
      }
    };
  }
}
