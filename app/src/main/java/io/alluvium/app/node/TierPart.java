package io.alluvium.app.node;

import io.alluvium.app.cluster.Held;
import io.alluvium.app.tiers.LiveTier;
import io.alluvium.recall.BeyondHorizon;
import io.alluvium.sinks.ShardState;
import io.alluvium.sinks.TierReader;
import io.alluvium.sinks.TierStatus;
import io.alluvium.sinks.lucene.LuceneTier;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierQuery;
import io.alluvium.sinks.search.TierSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** One replica of a tier on a node, and what reads the log into it. */
final class TierPart implements Held, AutoCloseable {
  private final LuceneTier tier;
  private final int replica;
  private final TierReader reader;
  private final Optional<TierPart> nearer;

  /**
   * @param reader what feeds the tier; starts with {@link #start}
   * @param nearer the tier for whose past this one answers
   */
  TierPart(LuceneTier tier, int replica, TierReader reader, Optional<TierPart> nearer) {
    this.tier = tier;
    this.replica = replica;
    this.reader = reader;
    this.nearer = nearer;
    nearer.ifPresent(first -> reader.follow(first.reader));
  }

  /** Has no shard that this one has too, if another node can. */
  void giveWayTo(TierPart lower) {
    reader.giveWayTo(lower.reader);
  }

  void start() {
    reader.start();
  }

  @Override
  public String tier() {
    return tier.name();
  }

  @Override
  public int replica() {
    return replica;
  }

  /**
   * Of a farther tier only shards that are here of the nearer too: it alone knows what it lacks.
   */
  @Override
  public List<ShardState> shards() {
    var own = reader.shards().orElse(List.of());
    if (nearer.isEmpty()) {
      return own;
    }
    var beside = nearer.get().shards().stream().map(ShardState::shard).collect(Collectors.toSet());
    return own.stream().filter(shard -> beside.contains(shard.shard())).toList();
  }

  @Override
  public TierAnswer search(TierQuery query, Set<Integer> shards) {
    TierSearch some = tier.only(shards);
    var answer =
        nearer
            .<TierSearch>map(first -> new BeyondHorizon(some, first.tier))
            .orElse(some)
            .search(query);
    return answer.shardsAsked() == 0 ? answer : withoutPartial(answer, shards);
  }

  /** A shard that is being made anew has answered for a part only. */
  private TierAnswer withoutPartial(TierAnswer answer, Set<Integer> asked) {
    var partial =
        shards().stream()
            .filter(shard -> asked.contains(shard.shard()) && shard.isOpen() && !shard.isWhole())
            .toList();
    if (partial.isEmpty()) {
      return answer;
    }
    var failures = new ArrayList<>(answer.failures());
    partial.forEach(shard ->
        failures.add(
            "shard %d of tier %s is being made anew: %,d of %,d records are missing%s"
                .formatted(
                    shard.shard(),
                    tier.name(),
                    shard.left(),
                    shard.toRead(),
                    shard.trimmed() ? ", which cold has" : "")));
    return new TierAnswer(
        answer.hits(),
        answer.total(),
        answer.totalIsExact(),
        answer.shardsAsked(),
        Math.max(0, answer.shardsAnswered() - partial.size()),
        failures);
  }

  long entities() {
    return tier.entities();
  }

  /** The tier, with what feeds it. */
  LiveTier live() {
    return new LiveTier(tier, reader);
  }

  /** Whether it reads what it was given, which may be nothing. */
  boolean running() {
    var status = reader.status();
    var shards = reader.shards();
    return status.state() == TierStatus.State.RUNNING
        && shards.isPresent()
        && shards.get().stream().allMatch(ShardState::isOpen)
        && (shards.get().isEmpty() || !status.partitions().isEmpty());
  }

  String state() {
    var status = reader.status();
    return status
        .error()
        .map(error -> "failed: " + error)
        .orElse(status.state() == TierStatus.State.RUNNING ? "running" : "starting");
  }

  /** Records that cannot be found yet as far as the reader itself knows; at least 0. */
  long lag() {
    return Math.max(0, reader.status().lag());
  }

  /**
   * Records of its shards that cannot be found yet: not read, or read and not searchable; -1 while
   * unknown.
   *
   * @param ends where its topics end
   */
  long lag(Map<TopicPartition, Long> ends) {
    var status = reader.status();
    if (status.partitions().isEmpty()) {
      return running() ? 0 : -1;
    }
    long unread = 0;
    for (var progress : status.partitions()) {
      var end = ends.get(progress.partition());
      unread += end == null ? 0 : Math.max(0, end - progress.position());
    }
    return status.lag() < 0 ? -1 : Math.max(unread, status.lag());
  }

  @Override
  public void close() {
    reader.close();
    tier.close();
  }
}
