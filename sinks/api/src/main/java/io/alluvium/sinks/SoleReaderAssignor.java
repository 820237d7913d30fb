package io.alluvium.sinks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives every partition to one member of the group, for a tier whose commit covers all partitions:
 * to the one that has them, else to the first by its instance id. The others wait to take over.
 */
public final class SoleReaderAssignor implements ConsumerPartitionAssignor, Configurable {
  private ShardMember member = new ShardMember("unknown");

  @Override
  public void configure(Map<String, ?> settings) {
    if (settings.get(ShardAssignor.MEMBER) instanceof ShardMember configured) {
      member = configured;
    }
  }

  @Override
  public String name() {
    return "alluvium-sole-reader";
  }

  @Override
  public ByteBuffer subscriptionUserData(Set<String> topics) {
    return member.announce().toBytes();
  }

  @Override
  public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
    var members = group.groupSubscription();
    var assignments = new HashMap<String, Assignment>();
    members.keySet().forEach(member -> assignments.put(member, new Assignment(List.of())));
    members.entrySet().stream()
        .min(
            Comparator.comparing(SoleReaderAssignor::isNew).thenComparing(SoleReaderAssignor::name))
        .ifPresent(sole ->
            assignments.put(
                sole.getKey(), new Assignment(partitions(metadata, sole.getValue().topics()))));
    return new GroupAssignment(assignments);
  }

  private static boolean isNew(Map.Entry<String, Subscription> member) {
    var said = member.getValue().userData();
    return said == null || ShardClaim.from(said).owned().isEmpty();
  }

  private static String name(Map.Entry<String, Subscription> member) {
    return member.getValue().groupInstanceId().orElse(member.getKey());
  }

  private static List<TopicPartition> partitions(Cluster metadata, List<String> topics) {
    var partitions = new ArrayList<TopicPartition>();
    for (var topic : topics) {
      Integer count = metadata.partitionCountForTopic(topic);
      for (int number = 0; count != null && number < count; number++) {
        partitions.add(new TopicPartition(topic, number));
      }
    }
    return partitions;
  }
}
