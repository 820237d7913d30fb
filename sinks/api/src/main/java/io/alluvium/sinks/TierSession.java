package io.alluvium.sinks;

import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.registry.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a reader: from joining the group to the first failure or the end. All on one thread.
 *
 * <p>Shards stay open over a rebalance and over a failure that is not theirs, so that search goes
 * on; replaying what they already hold changes nothing.
 */
final class TierSession implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(TierSession.class);
  private static final Duration POLL = Duration.ofMillis(50);

  /** Records end a poll at once; with nothing waiting for a refresh there is no other hurry. */
  private static final Duration IDLE_POLL = Duration.ofMillis(250);

  private static final Comparator<TierStatus.Progress> BY_PARTITION =
      Comparator.<TierStatus.Progress, String>comparing(progress -> progress.partition().topic())
          .thenComparingInt(progress -> progress.partition().partition());

  private final Tier tier;
  private final Consumer<byte[], byte[]> consumer;
  private final RecordDecoder decoder;
  private final TierReaderConfig config;
  private final TierCounters counters;
  private final ShardMember member;
  private final ShardAssignment assignment;
  private final Backlog backlog;
  private final Map<Integer, Shard> shards = new TreeMap<>();
  private final Map<TopicPartition, Integer> unsearchable = new HashMap<>();
  private final TierRhythm rhythm;
  private final ReadingOrder order;

  /** True when positions are exactly what was applied: not within a batch, not within a seek. */
  private boolean settled = true;

  TierSession(TierFeeding feeding, Consumer<byte[], byte[]> consumer) {
    this.tier = feeding.tier();
    this.consumer = consumer;
    this.decoder = feeding.decoder();
    this.config = feeding.config();
    this.counters = feeding.counters();
    this.member = feeding.member();
    this.assignment = new ShardAssignment(decoder.topics(), counters.counting(config.listener()));
    this.backlog = new Backlog(consumer, member);
    this.rhythm = new TierRhythm(config);
    this.order = new ReadingOrder(consumer, decoder);
  }

  /** Joins the group; partitions come in the first rounds. */
  void start() {
    consumer.subscribe(decoder.topics(), this);
  }

  /** Reads what is there, applies it, and makes it searchable and durable when it is time to. */
  void round() {
    var records = consumer.poll(unsearchable.isEmpty() ? IDLE_POLL : POLL);
    settled = false;
    for (var record : records) {
      take(record);
    }
    settled = true;
    rhythm.applied(records.count(), order.lag());
    order.next();
    if (!unsearchable.isEmpty() && rhythm.refreshDue()) {
      refresh();
    }
    if (rhythm.commitDue() || tier.isFull() || (rhythm.lookDue() && moved())) {
      commit();
    }
    if (backlog.isAny()) {
      backlog.look(unsearchableShards());
    }
    if (member.isNewlyMisplaced()) {
      consumer.enforceRebalance("shards of this node have moved");
    }
  }

  /** Makes a change, and tells who wants it. */
  void make(PendingChange pending) {
    switch (pending) {
      case PendingChange.Within within -> within(within);
      case PendingChange.Beneath beneath -> beneath(beneath);
    }
  }

  private void beneath(PendingChange.Beneath pending) {
    settled = false;
    abandonShards();
    unsearchable.clear();
    boolean made = pending.make();
    try {
      var numbers = assignment.shards(consumer.assignment());
      member.lost();
      member.given(numbers);
      open(numbers);
      // What begins anew needs the log from there on: the trimmer must hear of it at once.
      tellGroup(shards.values().stream().map(Shard::offsets).toList());
    } finally {
      // Not before: opening a shard clears away what may be the next one that is being made.
      if (made) {
        pending.done().complete(true);
      }
    }
  }

  private void within(PendingChange.Within pending) {
    int number = pending.partition();
    if (!assignment.shards(consumer.assignment()).contains(number)) {
      pending.fail(new TierException("Shard " + number + " of " + tier.name() + " is not open"));
      return;
    }
    try {
      boolean changed = pending.change().make(shard(number));
      if (changed) {
        shard(number).commit(offsets(number));
      }
      pending.done().complete(changed);
    } catch (IllegalArgumentException refused) {
      pending.fail(refused);
    } catch (RuntimeException | Error broken) {
      pending.fail(broken);
      throw broken;
    }
  }

  /** After the last record there may be markers of transactions, which are read all the same. */
  private boolean moved() {
    for (int number : assignment.shards(consumer.assignment())) {
      var stored = shard(number).offsets();
      for (var next : offsets(number).next().entrySet()) {
        if (next.getValue() > stored.of(next.getKey()).orElse(0)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Ends this life cleanly: everything applied is durable. */
  void stop() {
    commit();
  }

  /** Lets go of the shards, which are broken; uncommitted records will be replayed. */
  void abandonShards() {
    shards.values().forEach(Shard::close);
    shards.clear();
  }

  /** How far each assigned partition is. */
  List<TierStatus.Progress> progress() {
    var progress = new ArrayList<TierStatus.Progress>();
    for (var part : consumer.assignment()) {
      progress.add(new TierStatus.Progress(part, consumer.position(part), lag(part)));
    }
    progress.sort(BY_PARTITION);
    return progress;
  }

  private long lag(TopicPartition part) {
    long unread = order.lag(part);
    return unread < 0 ? unread : unread + unsearchable.getOrDefault(part, 0);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    settled = false;
    assignment.requireEqualTopics(consumer);
    var numbers = assignment.shards(consumer.assignment());
    member.given(numbers);
    for (int gone : Set.copyOf(shards.keySet())) {
      if (!numbers.contains(gone)) {
        shard(gone).close();
        shards.remove(gone);
        unsearchable.keySet().removeIf(part -> part.partition() == gone);
      }
    }
    open(numbers);
    LOG.info("Tier {} reads partitions {}", tier.name(), numbers);
  }

  private void open(Set<Integer> numbers) {
    shards.putAll(tier.open(numbers));
    backlog.begin(shards, assignment.seek(consumer, shards));
    settled = true;
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    // Also called while a consumer closes after a failure, when positions are ahead of the shards.
    if (settled) {
      commit();
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    member.lost();
    LOG.warn("Tier {} lost {}; what was not committed will be read again", tier.name(), lost);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    var shard = shard(record.partition());
    try {
      shard.apply(decoder.decode(record));
      unsearchable.merge(new TopicPartition(record.topic(), record.partition()), 1, Integer::sum);
      counters.applied();
    } catch (UndecodableRecordException undecodable) {
      reject(record, undecodable.reason(), undecodable);
    } catch (IllegalArgumentException invalid) {
      reject(record, FailureReason.INVALID_EVENT, invalid);
    }
  }

  private void reject(
      ConsumerRecord<byte[], byte[]> record, FailureReason reason, RuntimeException why) {
    counters.counting(config.listener()).rejected(record, reason, String.valueOf(why.getMessage()));
  }

  private void refresh() {
    long from = System.nanoTime();
    unsearchableShards().stream().map(this::shard).forEach(Shard::refresh);
    unsearchable.clear();
    rhythm.refreshed(Duration.ofNanos(System.nanoTime() - from));
  }

  private Set<Integer> unsearchableShards() {
    return unsearchable.keySet().stream()
        .map(TopicPartition::partition)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Durable first, then the group hears of it: the trimmer must never be ahead of the shard. */
  private void commit() {
    long from = System.nanoTime();
    var next = new LinkedHashMap<Shard, TierOffsets>();
    // Between a revocation and the next assignment nothing is assigned, though shards are open.
    for (int number : assignment.shards(consumer.assignment())) {
      next.put(shard(number), offsets(number));
    }
    tier.commit(next);
    rhythm.committed(Duration.ofNanos(System.nanoTime() - from));
    tellGroup(next.values());
  }

  private void tellGroup(Collection<TierOffsets> durable) {
    var committed = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (var offsets : durable) {
      offsets.next().forEach((part, next) -> committed.put(part, new OffsetAndMetadata(next)));
    }
    if (!committed.isEmpty()) {
      consumer.commitAsync(
          committed,
          (offsets, failure) -> {
            if (failure != null) {
              LOG.debug(
                  "The group did not take offsets {}; the next commit will", offsets, failure);
            }
          });
    }
  }

  private Shard shard(int number) {
    var shard = shards.get(number);
    if (shard == null) {
      throw new TierException("Shard " + number + " of tier " + tier.name() + " is not open");
    }
    return shard;
  }

  private TierOffsets offsets(int number) {
    var next = new HashMap<TopicPartition, Long>();
    for (var topic : decoder.topics()) {
      var part = new TopicPartition(topic, number);
      next.put(part, consumer.position(part));
    }
    return new TierOffsets(next);
  }
}
