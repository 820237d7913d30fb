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
    var byTopic = new TreeMap<String, Set<Integer>>();
    topics.forEach(topic -> byTopic.put(topic, numbers(assigned, topic)));
    var first = numbers(assigned, topics.getFirst());
    if (!byTopic.values().stream().allMatch(first::equals)) {
      throw new TierException(
          "Half assignment refused: "
              + byTopic
              + ". All topics of a tier must exist with the same number of partitions, and every"
              + " member of the group must use the same assignor");
    }
    return first;
  }

  /**
   * Holds that all topics have the same partitions. Asked of the broker: a static member that comes
   * back is given what it had, also when a topic has grown meanwhile.
   *
   * @throws TierException if they have not
   */
  void requireEqualTopics(Consumer<?, ?> consumer) {
    var counts = new TreeMap<String, Integer>();
    topics.forEach(topic -> counts.put(topic, consumer.partitionsFor(topic).size()));
    requireEqual(counts);
  }

  /**
   * Refuses topics with unequal numbers of partitions.
   *
   * @throws TierException naming them
   */
  static void requireEqual(Map<String, Integer> counts) {
    if (Set.copyOf(counts.values()).size() > 1) {
      throw new TierException(
          "All topics of a tier must have the same number of partitions, these have "
              + counts
              + ". A number is fixed for the life of an installation: rebuild under a new"
              + " topic.prefix");
    }
  }

  private static Set<Integer> numbers(Collection<TopicPartition> assigned, String topic) {
    return assigned.stream()
        .filter(part -> part.topic().equals(topic))
        .map(TopicPartition::partition)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Moves the consumer to the stored offsets of these shards, reporting what was trimmed unread.
   *
   * @throws TierException if a shard's offsets do not fit its topics
   */
  Found seek(Consumer<?, ?> consumer, Map<Integer, Shard> shards) {
    var parts = parts(shards.keySet());
    var starts = consumer.beginningOffsets(parts);
    var ends = consumer.endOffsets(parts);
    var lacking = new TreeMap<Integer, Long>();
    for (var shard : shards.values()) {
      for (var part : parts(Set.of(shard.partition()))) {
        long position = within(shard, part, offset(ends, part));
        long logStart = offset(starts, part);
        consumer.seek(part, Math.max(position, logStart));
        if (position < logStart && isReadElsewhere(consumer, part, position, logStart)) {
          lacking.merge(shard.partition(), logStart - position, Long::sum);
        }
      }
    }
    return new Found(ends, lacking);
  }

  /** Whether the group has read what was trimmed, or is new itself; else it is a gap. */
  private boolean isReadElsewhere(
      Consumer<?, ?> consumer, TopicPartition part, long position, long logStart) {
    var read = consumer.committed(Set.of(part)).get(part);
    boolean elsewhere = read == null ? position == 0 : read.offset() >= logStart;
    if (!elsewhere) {
      listener.trimmedUnread(part, position, logStart);
    }
    return elsewhere;
  }

  /**
   * What an assignment finds.
   *
   * @param ends where the topics of its shards end
   * @param lacking by shard, how many records it lacks that the log has no more, though the group
   *     has read them, on another node; or is new itself
   */
  record Found(Map<TopicPartition, Long> ends, Map<Integer, Long> lacking) {}

  private List<TopicPartition> parts(Set<Integer> numbers) {
    return numbers.stream()
        .flatMap(number -> topics.stream().map(topic -> new TopicPartition(topic, number)))
        .toList();
  }

  private static long offset(Map<TopicPartition, Long> offsets, TopicPartition part) {
    var offset = offsets.get(part);
    if (offset == null) {
      throw new TierException("The broker did not say where " + part + " begins and ends");
    }
    return offset;
  }

  private static long within(Shard shard, TopicPartition part, long logEnd) {
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
