package io.alluvium.sinks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives partition p of all topics of a tier to one member of its group, and lets it stay there:
 * {@link ShardPlan} says where. Every member must be fed by a {@link TierReader}, which configures
 * this with its {@link ShardMember}.
 */
public final class ShardAssignor implements ConsumerPartitionAssignor, Configurable {
  static final String NAME = "alluvium-shards";

  /** Key of the consumer's configuration under which its member is. */
  static final String MEMBER = "alluvium.shard.member";

  private ShardMember member = new ShardMember("unknown");

  @Override
  public void configure(Map<String, ?> settings) {
    if (settings.get(MEMBER) instanceof ShardMember configured) {
      member = configured;
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ByteBuffer subscriptionUserData(Set<String> topics) {
    return member.announce().toBytes();
  }

  /**
   * Assigns all partitions.
   *
   * @throws TierException if the topics have unequal numbers of partitions, or a member says what
   *     this program does not understand; then nobody is assigned anything
   */
  @Override
  public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
    var claims = new HashMap<String, ShardClaim>();
    var topics = new TreeSet<String>();
    group
        .groupSubscription()
        .forEach((id, subscription) -> {
          claims.put(id, claim(id, subscription));
          topics.addAll(subscription.topics());
        });
    var plan = ShardPlan.of(shards(metadata, topics), List.copyOf(claims.values()));
    var assignments = new HashMap<String, Assignment>();
    claims.forEach((id, claim) ->
        assignments.put(
            id, new Assignment(partitions(plan.getOrDefault(claim.node(), none()), topics))));
    return new GroupAssignment(assignments);
  }

  private static SortedSet<Integer> none() {
    return new TreeSet<>();
  }

  private static ShardClaim claim(String id, Subscription subscription) {
    var said = subscription.userData();
    return said == null
        ? ShardClaim.of(subscription.groupInstanceId().orElse(id))
        : ShardClaim.from(said);
  }

  private static int shards(Cluster metadata, Collection<String> topics) {
    var counts = new TreeMap<String, Integer>();
    for (var topic : topics) {
      Integer count = metadata.partitionCountForTopic(topic);
      counts.put(topic, count == null ? 0 : count);
    }
    ShardAssignment.requireEqual(counts);
    return counts.values().stream().findFirst().orElse(0);
  }

  private static List<TopicPartition> partitions(
      Collection<Integer> shards, Collection<String> topics) {
    var partitions = new ArrayList<TopicPartition>();
    for (int shard : shards) {
      topics.forEach(topic -> partitions.add(new TopicPartition(topic, shard)));
    }
    return partitions;
  }
}
