package io.alluvium.app.config;

import io.alluvium.app.UserError;
import io.alluvium.topology.enrich.Enrichments;
import java.util.Map;
import java.util.TreeMap;

/** What settings must hold together, beyond each being of its type. */
final class ConfigRules {
  private ConfigRules() {}

  /**
   * Refuses settings that do not go together.
   *
   * @throws UserError naming the first rule that is broken
   */
  static void check(NodeConfig config) {
    checkRegistry(config);
    checkPorts(config);
    checkAgeing(config);
    checkNode(config);
    config.enrichOff().forEach(ConfigRules::checkEnrichment);
    LanguageModel.check(config);
    ColdStorage.check(config);
    config.sources().forEach(ConfigRules::checkSource);
  }

  private static void checkRegistry(NodeConfig config) {
    if (config.bootstrapServers().isPresent() && config.schemaRegistryUrl().isEmpty()) {
      throw new UserError(
          "CONFIG_REGISTRY_MISSING",
          "'bootstrap.servers' names a Kafka of your own, but no schema registry is named.",
          "Set schema.registry.url (--schema-registry-url).");
    }
  }

  private static void checkNode(NodeConfig config) {
    boolean reachable = config.nodeAddress().filter(at -> !at.isLoopback()).isPresent();
    if (reachable && config.get(NodeKey.NODE_SECRET).isEmpty()) {
      throw new UserError(
          "CONFIG_NODE_SECRET",
          "'node.address' can be reached from other machines, but 'node.secret' is not set.",
          "Set node.secret, the same on every node, or leave node.address away on one machine.");
    }
    if (config.nodeAddress().filter(at -> at.port() == config.httpPort()).isPresent()) {
      throw new UserError(
          "CONFIG_SAME_PORT",
          "'node.address' and 'http.port' are both %d.".formatted(config.httpPort()),
          "Give each a port of its own.");
    }
  }

  private static void checkAgeing(NodeConfig config) {
    if (config.keepInWarm().compareTo(config.keepInHot()) < 0) {
      throw new UserError(
          "CONFIG_WARM_BEFORE_HOT",
          "The warm tier would let go of days that the hot tier still has: %d days and %d."
              .formatted(config.keepInWarm().toDays(), config.keepInHot().toDays()),
          "Let tiers.warm.days be at least tiers.hot.days.");
    }
  }

  private static void checkPorts(NodeConfig config) {
    var takenBy = new TreeMap<Integer, String>();
    checkPort(takenBy, NodeKey.HTTP_PORT, config.httpPort());
    if (config.bootstrapServers().isEmpty()) {
      checkPort(takenBy, NodeKey.KAFKA_PORT, config.kafkaPort());
    }
    if (config.connectUrl().isEmpty()) {
      checkPort(takenBy, NodeKey.CONNECT_PORT, config.connectPort());
    }
  }

  private static void checkPort(TreeMap<Integer, String> takenBy, NodeKey key, int port) {
    var other = takenBy.put(port, key.key());
    if (other != null) {
      throw new UserError(
          "CONFIG_SAME_PORT",
          "'%s' and '%s' are both %d.".formatted(other, key.key(), port),
          "Give each a port of its own.");
    }
  }

  private static void checkEnrichment(String name) {
    var names = Enrichments.names();
    if (!names.contains(name)) {
      throw new UserError(
          "CONFIG_UNKNOWN_ENRICHMENT",
          "'enrich.off' names '" + name + "', which is no enrichment.",
          Nearest.to(name, names)
              .map(nearest -> "Did you mean '" + nearest + "'?")
              .orElse("There are: " + String.join(", ", names) + "."));
    }
  }

  private static void checkSource(String name, Map<String, String> settings) {
    if (!settings.containsKey("connector.class")) {
      throw new UserError(
          "CONFIG_SOURCE_CONNECTOR",
          "Source '" + name + "' does not say which connector reads it.",
          "Set sources." + name + ".connector.class.");
    }
  }
}
