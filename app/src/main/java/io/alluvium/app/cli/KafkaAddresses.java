package io.alluvium.app.cli;

import io.alluvium.app.UserError;

/**
 * The Kafka that a node uses.
 *
 * @param bootstrapServers brokers
 * @param registry URLs of the schema registry
 * @param prefix what topic names begin with
 */
record KafkaAddresses(String bootstrapServers, String registry, String prefix) {
  /**
   * Those of the node that runs; if none does, those in the configuration.
   *
   * @throws UserError if no node runs and the configuration names no Kafka
   */
  static KafkaAddresses of(Session session, ConfigOptions options) {
    var config = options.load(session);
    var prefix = config.topics().prefix();
    try (var node = NodeClient.of(config, options.namesPort())) {
      var status = node.status();
      return new KafkaAddresses(
          status.path("kafka").asText(), status.path("registry").asText(), prefix);
    } catch (UserError notRunning) {
      if (config.bootstrapServers().isEmpty()) {
        throw notRunning;
      }
      return new KafkaAddresses(
          config.bootstrapServers().get(), config.schemaRegistryUrl().orElseThrow(), prefix);
    }
  }
}
