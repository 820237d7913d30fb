package io.alluvium.app.node;

import io.alluvium.app.cluster.NodeTopic;
import io.alluvium.app.cluster.Nodes;
import io.alluvium.app.cluster.Peers;
import io.alluvium.app.config.HostPort;
import io.alluvium.app.config.NodeConfig;
import io.alluvium.recall.Recall;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.sinks.search.TierSearch;
import java.util.List;

/** This node among those that share a Kafka: tells them what it has, and asks them for the rest. */
final class Cluster implements AutoCloseable {
  private final Peers peers;
  private final Nodes nodes;
  private final NodeTopic topic;
  private final Recall recall;

  private Cluster(Peers peers, Nodes nodes, NodeTopic topic, Recall recall) {
    this.peers = peers;
    this.nodes = nodes;
    this.topic = topic;
    this.recall = recall;
  }

  static Cluster start(
      NodeConfig config,
      String node,
      KafkaAccess kafka,
      SchemaRegistryClient registry,
      Shards shards) {
    var peers = new Peers(config.nodeSecret());
    var address = config.nodeAddress().orElse(new HostPort("127.0.0.1", config.httpPort()));
    var self = new Nodes.Self(node, address.toString());
    var nodes =
        new Nodes(
            self,
            shards.tiers().held(),
            () -> shards.cold().reader().shards().orElse(List.of()),
            peers);
    var topic = NodeTopic.start(config.topics().nodes(), registry, kafka.clientConfig(), nodes);
    List<TierSearch> searched =
        Tiers.names().stream()
            .<TierSearch>map(tier -> nodes.search(tier, config.topicPartitions()))
            .toList();
    return new Cluster(peers, nodes, topic, new Recall(searched));
  }

  /** What this node has. */
  record Shards(Tiers tiers, ColdTierPart cold) {}

  Nodes nodes() {
    return nodes;
  }

  /** What answers from all nodes. */
  Recall recall() {
    return recall;
  }

  @Override
  public void close() {
    topic.close();
    peers.close();
  }
}
