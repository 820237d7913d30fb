package io.alluvium.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class ShardAssignorTest {
  private static final Node NODE = new Node(0, "localhost", 9092);

  private final ShardAssignor assignor = new ShardAssignor();

  @Test
  void givesAPartitionOfAllTopicsToOneMember() {
    var group = new GroupSubscription(Map.of("x", member("one"), "y", member("two")));
    var given = assignor.assign(cluster(4, 4), group).groupAssignment();
    var all = new HashSet<TopicPartition>();
    given
        .values()
        .forEach(assignment -> {
          var parts = assignment.partitions();
          assertThat(numbers(parts, "a")).isEqualTo(numbers(parts, "b")).hasSize(2);
          all.addAll(parts);
        });
    assertThat(all).hasSize(8);
  }

  @Test
  void refusesTopicsWithUnequalPartitions() {
    var group = new GroupSubscription(Map.of("x", member("one")));
    assertThatThrownBy(() -> assignor.assign(cluster(4, 3), group))
        .isInstanceOf(TierException.class)
        .hasMessageContaining("{a=4, b=3}");
    assertThatThrownBy(() -> assignor.assign(cluster(4, 0), group))
        .isInstanceOf(TierException.class)
        .hasMessageContaining("{a=4, b=0}");
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    var strange = new Subscription(List.of("a", "b"), ByteBuffer.wrap(new byte[] {9}));
    var group = new GroupSubscription(Map.of("x", strange));
    assertThatThrownBy(() -> assignor.assign(cluster(4, 4), group))
        .isInstanceOf(TierException.class)
        .hasMessageContaining("same release");
  }

  @Test
  void tellsTheGroupWhatItsNodeHas() {
    var member = new ShardMember("one", () -> Set.of(3));
    assignor.configure(Map.of(ShardAssignor.MEMBER, member));
    assertThat(ShardClaim.from(assignor.subscriptionUserData(Set.of("a"))))
        .isEqualTo(member.announce());
  }

  private static Set<Integer> numbers(List<TopicPartition> parts, String topic) {
    return parts.stream()
        .filter(part -> part.topic().equals(topic))
        .map(TopicPartition::partition)
        .collect(Collectors.toSet());
  }

  private static Subscription member(String node) {
    return new Subscription(List.of("a", "b"), ShardClaim.of(node).toBytes());
  }

  private static Cluster cluster(int a, int b) {
    var parts = new ArrayList<PartitionInfo>();
    for (int number = 0; number < a; number++) {
      parts.add(part("a", number));
    }
    for (int number = 0; number < b; number++) {
      parts.add(part("b", number));
    }
    return new Cluster("cluster", List.of(NODE), parts, Set.of(), Set.of());
  }

  private static PartitionInfo part(String topic, int number) {
    return new PartitionInfo(topic, number, NODE, new Node[] {NODE}, new Node[] {NODE});
  }
}
