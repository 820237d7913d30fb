package io.alluvium.sinks;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds where a tier goes on when it is given partitions, and refuses what it cannot answer for.
 */
final class ShardAssignment {
  private final List<String> topics;
  private final TierListener listener;

  ShardAssignment(List<String> topics, TierListener listener) {
    this.topics = topics;
    this.listener = listener;
  }

  /**
   * The shards of an assignment: the partitions that every topic has in it.
   *
   * @throws TierException if a partition was assigned of one topic and not of another
   */
  Set<Integer> shards(Collection<TopicPartition> assigned) {
    var numbers = new TreeMap<String, Set<Integer>>();
    topics.forEach(topic -> numbers.put(topic, new TreeSet<>()));
    assigned.forEach(part -> numbers.get(part.topic()).add(part.partition()));
    var first = numbers.get(topics.getFirst());
    if (!numbers.values().stream().allMatch(first::equals)) {
      throw new TierException(
          "Half assignment refused: "
              + numbers
              + ". All topics of a tier must exist with the same number of partitions, and every"
              + " member of the group must use the RangeAssignor");
    }
    return first;
  }

  /**
   * Moves the consumer to the stored offsets of these shards, reporting what was trimmed unread.
   *
   * @throws TierException if a shard's offsets do not fit its topics
   */
  void seek(Consumer<?, ?> consumer, Map<Integer, Shard> shards) {
    var parts =
        shards.keySet().stream()
            .flatMap(number -> topics.stream().map(topic -> new TopicPartition(topic, number)))
            .collect(Collectors.toSet());
    var starts = consumer.beginningOffsets(parts);
    var ends = consumer.endOffsets(parts);
    for (var part : parts) {
      var shard = shards.get(part.partition());
      if (shard != null) {
        consumer.seek(part, start(shard, part, starts.get(part), ends.get(part)));
      }
    }
  }

  private long start(Shard shard, TopicPartition part, long logStart, long logEnd) {
    long position = position(shard.offsets(), part);
    if (position > logEnd) {
      throw new TierException(
          part
              + " ends at offset "
              + logEnd
              + ", but the shard has read up to "
              + position
              + ": this is another log. Point bootstrap.servers and topic.prefix at the one it was"
              + " built from, or delete the shard's directory to rebuild it");
    }
    if (position < logStart) {
      listener.trimmedUnread(part, position, logStart);
      return logStart;
    }
    return position;
  }

  private static long position(TierOffsets offsets, TopicPartition part) {
    OptionalLong stored = offsets.of(part);
    if (stored.isEmpty() && !offsets.isEmpty()) {
      throw new TierCorruptedException(
          "The shard holds data but no offset of "
              + part
              + " (it has "
              + offsets.next()
              + "); delete the shard's directory to rebuild it");
    }
    return stored.orElse(0);
  }
}
