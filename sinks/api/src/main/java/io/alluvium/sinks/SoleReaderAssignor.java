package io.alluvium.sinks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives every partition to one member of the group, the first by its instance id: for a tier whose
 * commit covers all partitions. The others wait to take over.
 */
public final class SoleReaderAssignor implements ConsumerPartitionAssignor {
  @Override
  public String name() {
    return "alluvium-sole-reader";
  }

  @Override
  public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
    var members = group.groupSubscription();
    var assignments = new HashMap<String, Assignment>();
    members.keySet().forEach(member -> assignments.put(member, new Assignment(List.of())));
    members.entrySet().stream()
        .min(Comparator.comparing(SoleReaderAssignor::name))
        .ifPresent(sole ->
            assignments.put(
                sole.getKey(), new Assignment(partitions(metadata, sole.getValue().topics()))));
    return new GroupAssignment(assignments);
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
