package io.alluvium.app.it;

import io.alluvium.app.embedded.EmbeddedBroker;
import io.alluvium.app.embedded.registry.EmbeddedRegistry;
import io.alluvium.app.embedded.registry.RegistryRoutes;
import io.alluvium.app.node.TopicSetup;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.Topics.Cleanup;
import io.javalin.Javalin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;

/** Several node processes on one broker, the first of which follows a folder. */
final class ClusterBed implements AutoCloseable {
  static final int SHARDS = 8;

  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry = new EmbeddedRegistry();
  private final Javalin http;
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final Path watched;

  ClusterBed(Path directory, int nodes, int replicas) throws Exception {
    broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
    var topic = new Topics.Spec(new Topics("elsewhere").registry(), 1, Cleanup.COMPACTED);
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      new TopicSetup(admin).ensure(List.of(topic));
    }
    http = Javalin.create(c -> RegistryRoutes.mount(c.routes, registry, "")).start(0);
    registry.start(broker.bootstrapServers(), topic.name());
    watched = Files.createDirectories(directory.resolve("watched"));
    for (int number = 0; number < nodes; number++) {
      this.nodes.add(node(directory, number, replicas));
    }
  }

  private NodeProcess node(Path directory, int number, int replicas) throws Exception {
    var name = "node-" + (char) ('a' + number);
    return new NodeProcess(directory.resolve(name), watched)
        .with("--bootstrap-servers", broker.bootstrapServers())
        .with("--schema-registry-url", "http://127.0.0.1:" + http.port())
        .set("node.id", name)
        .set("tiers.replicas", Integer.toString(replicas))
        .set("cold.commit.ms", "500");
  }

  /** Starts them all; the first does everything, the others keep tiers and answer. */
  void start() throws Exception {
    for (int number = 0; number < nodes.size(); number++) {
      start(number);
    }
    for (var node : nodes) {
      node.awaitReady();
    }
  }

  void start(int number) throws Exception {
    nodes.get(number).start(number == 0 ? "connect,ingest,enrich,serve" : "serve");
  }

  NodeProcess node(int number) {
    return nodes.get(number);
  }

  Collection<NodeProcess> nodes() {
    return nodes;
  }

  /** Writes files with a word that all of them have. */
  void write(String word, int files) throws Exception {
    for (int number = 0; number < files; number++) {
      var text = "The " + word + " number " + number + " flows to the sea.\n";
      Files.writeString(watched.resolve(word + "-" + number + ".txt"), text);
    }
  }

  /** Shards that answer for all there is, by node and replica, as a node says. */
  Map<String, Set<Integer>> whole(NodeProcess asked, String tier) {
    var whole = new TreeMap<String, Set<Integer>>();
    for (var node : asked.get("/api/v1/nodes").path("nodes")) {
      for (var held : node.path("tiers")) {
        if (node.path("alive").asBoolean() && held.path("tier").asText().equals(tier)) {
          var shards = new TreeSet<Integer>();
          held.path("whole").forEach(shard -> shards.add(shard.asInt()));
          whole.put(node.path("node").asText() + "/" + held.path("replica").asInt(), shards);
        }
      }
    }
    return whole;
  }

  @Override
  public void close() throws Exception {
    for (var node : nodes) {
      node.close();
    }
    http.stop();
    registry.close();
    broker.close();
  }
}
