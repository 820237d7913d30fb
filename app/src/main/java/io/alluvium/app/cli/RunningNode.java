package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.app.config.NodeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a running node says about itself in {@code node.json} of its data directory.
 *
 * @param pid its process
 * @param httpPort where page and API are
 * @param bootstrapServers brokers it uses
 * @param registryUrl schema registry it uses
 * @param connectUrl REST API of the Connect worker it uses
 * @param version which build it is
 */
record RunningNode(
    long pid,
    int httpPort,
    String bootstrapServers,
    String registryUrl,
    String connectUrl,
    String version) {
  static final String FILE = "node.json";

  /** The node that runs on this data directory; empty when none does. */
  static Optional<RunningNode> on(NodeConfig config) {
    return read(config.dataDir().resolve(FILE)).filter(RunningNode::alive);
  }

  /** What the file says, whether or not that process still runs; empty when it says nothing. */
  static Optional<RunningNode> read(Path file) {
    try {
      return Optional.of(of(Json.parse(Files.readString(file))));
    } catch (IOException | UncheckedIOException missingOrHalfWritten) {
      return Optional.empty();
    }
  }

  private static RunningNode of(JsonNode json) {
    return new RunningNode(
        json.path("pid").asLong(),
        json.path("httpPort").asInt(),
        json.path("kafkaBootstrap").asText(),
        json.path("registryUrl").asText(),
        json.path("connectUrl").asText(),
        json.path("version").asText());
  }

  private boolean alive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
