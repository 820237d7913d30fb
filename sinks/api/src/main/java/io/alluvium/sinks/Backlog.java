package io.alluvium.sinks;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What shards lack of where their log ended when this reader got them: until they have it, their
 * answers are not whole.
 */
final class Backlog {
  /** With files, so many records are read before anybody notices. */
  private static final long HARDLY_ANY = 1_000;

  private final Consumer<?, ?> consumer;
  private final ShardMember member;
  private final Map<Integer, Map<TopicPartition, Long>> goals = new HashMap<>();

  Backlog(Consumer<?, ?> consumer, ShardMember member) {
    this.consumer = consumer;
    this.member = member;
  }

  /**
   * These shards are read from now on, from where the consumer is.
   *
   * @param found where their topics end, and what is gone from them
   */
  void begin(Map<Integer, Shard> shards, ShardAssignment.Found found) {
    var ends = found.ends();
    var states = new TreeMap<Integer, ShardState>();
    goals.clear();
    shards.forEach((number, shard) -> {
      var was = member.shard(number).filter(ShardState::isOpen);
      long left = left(number, ends);
      boolean whole =
          left <= (shard.offsets().isEmpty() ? 0 : HARDLY_ANY)
              || was.filter(ShardState::isWhole).isPresent();
      if (!whole) {
        goals.put(number, ends);
      }
      var lacking = found.lacking().get(number);
      if (lacking != null) {
        goals.remove(number);
        states.put(number, ShardState.trimmed(number, lacking));
        return;
      }
      var now = ShardState.begun(number, whole ? 0 : left);
      // One that was read before goes on counting from where it began.
      states.put(number, was.map(one -> one.with(now.left())).orElse(now));
    });
    member.has(states);
  }

  /** Whether any shard lacks something still. */
  boolean isAny() {
    return !goals.isEmpty();
  }

  /**
   * Looks how far they are.
   *
   * @param unsearchable shards with records that cannot be found yet
   */
  void look(Set<Integer> unsearchable) {
    for (int shard : Set.copyOf(goals.keySet())) {
      long left = left(shard, goals.getOrDefault(shard, Map.of()));
      if (left > 0 || !unsearchable.contains(shard)) {
        member.read(shard, left);
      }
      if (left == 0 && !unsearchable.contains(shard)) {
        goals.remove(shard);
      }
    }
  }

  private long left(int shard, Map<TopicPartition, Long> ends) {
    long left = 0;
    for (var end : ends.entrySet()) {
      if (end.getKey().partition() == shard) {
        left += Math.max(0, end.getValue() - consumer.position(end.getKey()));
      }
    }
    return left;
  }
}
