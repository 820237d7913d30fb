package io.alluvium.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class SoleReaderAssignorTest {
  private static final Node NODE = new Node(0, "localhost", 9092);

  private final Cluster cluster =
      new Cluster(
          "cluster", List.of(NODE), List.of(part("a", 0), part("a", 1)), Set.of(), Set.of());

  @Test
  void givesAllToTheFirstByInstanceIdAndNothingToTheOthers() {
    var group = new GroupSubscription(Map.of("x", member("second"), "y", member("first")));
    var given = new SoleReaderAssignor().assign(cluster, group).groupAssignment();
    assertThat(given.get("y").partitions())
        .containsExactly(new TopicPartition("a", 0), new TopicPartition("a", 1));
    assertThat(given.get("x").partitions()).isEmpty();
  }

  @Test
  void leavesAllToTheOneThatHasIt() {
    var has = member("second");
    var owned = new TreeSet<>(Set.of(0, 1));
    var none = new TreeSet<Integer>();
    var claim = new ShardClaim("second", owned, none, none, none);
    var having = new Subscription(List.of("a"), claim.toBytes());
    having.setGroupInstanceId(has.groupInstanceId());
    var group = new GroupSubscription(Map.of("x", having, "y", member("first")));
    var given = new SoleReaderAssignor().assign(cluster, group).groupAssignment();
    assertThat(given.get("x").partitions()).hasSize(2);
    assertThat(given.get("y").partitions()).isEmpty();
  }

  @Test
  void givesNothingOfATopicThatDoesNotExistYet() {
    var group = new GroupSubscription(Map.of("x", new Subscription(List.of("b"))));
    var given = new SoleReaderAssignor().assign(cluster, group).groupAssignment();
    assertThat(given.get("x").partitions()).isEmpty();
  }

  private static Subscription member(String instance) {
    var subscription = new Subscription(List.of("a"));
    subscription.setGroupInstanceId(Optional.of(instance));
    return subscription;
  }

  private static PartitionInfo part(String topic, int number) {
    return new PartitionInfo(topic, number, NODE, new Node[] {NODE}, new Node[] {NODE});
  }
}
