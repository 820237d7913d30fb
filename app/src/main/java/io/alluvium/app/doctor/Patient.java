package io.alluvium.app.doctor;

import io.alluvium.app.config.NodeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is examined.
 *
 * @param config settings of the node
 * @param node the node that runs with them; empty when none does
 * @param watched directories it follows or would follow
 * @param environment environment variables
 */
public record Patient(
    NodeConfig config, Optional<Node> node, List<Path> watched, Map<String, String> environment) {
  /**
   * A running node.
   *
   * @param pid its process
   * @param kafka brokers it uses
   * @param registry schema registry it uses
   * @param connect REST API of the Connect worker it uses
   */
  public record Node(long pid, String kafka, String registry, String connect) {}

  public Patient {
    watched = List.copyOf(watched);
    environment = Map.copyOf(environment);
  }
}
