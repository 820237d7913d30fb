package io.alluvium.sinks;

import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a tier from its topics: one thread, one consumer, partition p of all of them into shard p.
 * Goes on where each shard's own commit says, never where the group says.
 *
 * <p>Reading live, a record is searchable in the round that read it. After any failure the reader
 * reports {@link TierStatus.State#FAILED} with the reason, pauses, and tries again from the last
 * commit; it never stops by itself, and never skips anything but a record that cannot be decoded.
 */
public final class TierReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TierReader.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  private final Tier tier;
  private final Function<ShardMember, Consumer<byte[], byte[]>> consumers;
  private final RecordDecoder decoder;
  private final TierReaderConfig config;
  private final ShardMember member;
  private final TierCounters counters = new TierCounters();
  private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Queue<PendingChange> changes = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile TierStatus status;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  /** The life that has just failed; its shards may still be open, to be searched. */
  private @Nullable TierSession failed;

  /**
   * Prepares a reader; {@link #start} begins.
   *
   * @param tier what to feed; stays open when the reader closes
   * @param consumerConfig how to reach the cluster; group, offsets, isolation and assignment are
   *     set here and cannot be overridden
   */
  public TierReader(
      Tier tier,
      Topics topics,
      SchemaRegistryClient registry,
      Map<String, Object> consumerConfig,
      TierReaderConfig config) {
    this(
        tier,
        new RecordDecoder(topics, tier.reads(), registry),
        member ->
            new KafkaConsumer<>(
                settings(consumerConfig, config, tier.hasSoleReader(), member),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()),
        config);
  }

  TierReader(
      Tier tier,
      RecordDecoder decoder,
      Supplier<Consumer<byte[], byte[]>> consumers,
      TierReaderConfig config) {
    this(tier, decoder, member -> consumers.get(), config);
  }

  private TierReader(
      Tier tier,
      RecordDecoder decoder,
      Function<ShardMember, Consumer<byte[], byte[]>> consumers,
      TierReaderConfig config) {
    this.tier = tier;
    this.consumers = consumers;
    this.decoder = decoder;
    this.config = config;
    this.member = new ShardMember(config.instanceId(), tier::stored);
    this.status = status(TierStatus.State.STARTING, null, List.of());
    this.thread = Thread.ofPlatform().name("tier-" + tier.name()).unstarted(this::run);
  }

  /** Has the shards that another tier's has on this node; to be said before both start. */
  public void follow(TierReader other) {
    member.follow(other.member);
  }

  /**
   * Lets this reader have no shard of which the reader of another replica has one on this node,
   * while another node is free. To be said before both start.
   */
  public void giveWayTo(TierReader replica) {
    member.giveWayTo(replica.member);
  }

  /** The shards that it has been given; empty before it was first told. */
  public Optional<List<ShardState>> shards() {
    return member.shards();
  }

  /** Begins to read, on a thread of its own. */
  public void start() {
    thread.start();
  }

  /** How it is doing, as of its last round. */
  public TierStatus status() {
    return status;
  }

  /**
   * Changes a shard between two rounds, on the reader's own thread, and commits what came of it.
   *
   * @return whether it changed, once that is durable; fails with what the change threw, or with a
   *     {@link TierException} if this reader does not have the shard
   */
  public CompletableFuture<Boolean> change(int partition, ShardChange change) {
    return add(new PendingChange.Within(partition, change, new CompletableFuture<>()));
  }

  /**
   * Changes what is stored while no shard is open: between two rounds, or while this reader pauses
   * after a failure. Then all shards are opened again, and read on from what their commits say.
   *
   * @return true once it is made; fails with what the change threw
   */
  public CompletableFuture<Boolean> changeBeneath(Runnable change) {
    return add(new PendingChange.Beneath(change, new CompletableFuture<>()));
  }

  private CompletableFuture<Boolean> add(PendingChange pending) {
    changes.add(pending);
    if (isClosing()) {
      pending.fail(new TierException("Tier " + tier.name() + " is closing"));
    }
    return pending.done();
  }

  /** What does not need the shards that have failed. */
  private void changeWhileFailed() {
    for (var pending = changes.poll(); pending != null; pending = changes.poll()) {
      switch (pending) {
        case PendingChange.Beneath beneath -> {
          if (failed != null) {
            failed.abandonShards();
          }
          if (beneath.make()) {
            beneath.done().complete(true);
          }
        }
        case PendingChange.Within within ->
            within.fail(new TierException("Tier " + tier.name() + " pauses after a failure"));
      }
    }
  }

  /** Commits what was applied and stops. The tier stays open. */
  @Override
  public void close() {
    closing.countDown();
    var open = consumer;
    if (open != null) {
      open.wakeup();
    }
    try {
      if (thread.isAlive() && !thread.join(CLOSE_TIMEOUT)) {
        LOG.warn("Tier {} did not stop within {}; nothing is lost", tier.name(), CLOSE_TIMEOUT);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isClosing()) {
      try {
        live();
      } catch (Exception | LinkageError | OutOfMemoryError failure) {
        if (!isClosing()) {
          fail(failure);
          changeWhileFailed();
        }
      }
    }
    status = status(TierStatus.State.STOPPED, null, List.of());
    changes.forEach(left -> left.fail(new TierException("Tier " + tier.name() + " is closed")));
  }

  private void live() {
    try (var open = consumers.apply(member)) {
      consumer = open;
      var feeding = new TierFeeding(tier, decoder, config, counters, member);
      var session = new TierSession(feeding, open);
      failed = session;
      try {
        read(session);
      } catch (RuntimeException failure) {
        if (cause(failure) instanceof TierException) {
          session.abandonShards();
        }
        throw failure;
      } finally {
        consumer = null;
      }
    }
  }

  private void read(TierSession session) {
    try {
      session.start();
      while (!isClosing()) {
        session.round();
        for (var change = changes.poll(); change != null; change = changes.poll()) {
          session.make(change);
        }
        status = status(TierStatus.State.RUNNING, null, session.progress());
        backoff.reset();
      }
    } catch (WakeupException closed) {
      LOG.debug("Woken up to close");
    }
    session.stop();
  }

  private void fail(Throwable failure) {
    var cause = cause(failure);
    var pause = backoff.pause();
    LOG.error("Tier {} failed; it tries again in {}", tier.name(), pause, cause);
    counters.restarted();
    status = status(TierStatus.State.FAILED, describe(cause), status.partitions());
    try {
      var _ = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      closing.countDown();
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private TierStatus status(
      TierStatus.State state, @Nullable String error, List<TierStatus.Progress> progress) {
    return new TierStatus(
        tier.name(),
        state,
        Optional.ofNullable(error),
        progress,
        counters.appliedCount(),
        counters.rejectedCount(),
        counters.restartCount());
  }

  /** What a rebalance callback threw arrives wrapped. */
  private static Throwable cause(Throwable failure) {
    var cause = failure.getCause();
    return failure.getClass() == KafkaException.class && cause != null ? cause : failure;
  }

  private static String describe(Throwable failure) {
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static Map<String, Object> settings(
      Map<String, Object> client, TierReaderConfig config, boolean sole, ShardMember member) {
    var assignor = sole ? SoleReaderAssignor.class : ShardAssignor.class;
    var settings = new HashMap<>(client);
    settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 60_000);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.groupId());
    settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, config.instanceId());
    settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, assignor.getName());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Nothing resets silently: where to go on is in the shard, or it is an error.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ShardAssignor.MEMBER, member);
    return settings;
  }
}
