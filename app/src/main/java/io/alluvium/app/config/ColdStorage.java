package io.alluvium.app.config;

import io.alluvium.app.UserError;
import io.alluvium.sinks.iceberg.ColdConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The settings of the cold tier, as one; and the secrets that they refer to. */
final class ColdStorage {
  private ColdStorage() {}

  /**
   * Refuses settings that do not go together.
   *
   * @throws UserError naming what is missing
   */
  static void check(NodeConfig config) {
    requireBoth(config, NodeKey.COLD_S3_ACCESS_KEY, NodeKey.COLD_S3_SECRET_KEY);
    requireBoth(config, NodeKey.COLD_S3_SECRET_KEY, NodeKey.COLD_S3_ACCESS_KEY);
    requireBoth(config, NodeKey.COLD_CATALOG_USER, NodeKey.COLD_CATALOG_PASSWORD);
    requireBoth(config, NodeKey.COLD_CATALOG_PASSWORD, NodeKey.COLD_CATALOG);
  }

  private static void requireBoth(NodeConfig config, NodeKey set, NodeKey needed) {
    if (config.get(set).isPresent() && config.get(needed).isEmpty()) {
      throw new UserError(
          "CONFIG_COLD_INCOMPLETE",
          "'" + set.key() + "' is set, but '" + needed.key() + "' is not.",
          "Set both, or neither.");
    }
  }

  /**
   * Where the cold tier keeps its tables.
   *
   * @param directory what this node keeps of it
   * @throws UserError if a secret cannot be found
   */
  static ColdConfig of(NodeConfig config, Path directory) {
    var local = ColdConfig.local(directory, config.topics().prefix());
    return new ColdConfig(
        config.get(NodeKey.COLD_CATALOG).orElse(local.catalog()),
        config.get(NodeKey.COLD_WAREHOUSE).orElse(local.warehouse()),
        local.staging(),
        local.namespace(),
        access(config));
  }

  private static Map<String, String> access(NodeConfig config) {
    var access = new HashMap<String, String>();
    config
        .get(NodeKey.COLD_S3_ENDPOINT)
        .ifPresent(endpoint -> {
          access.put("s3.endpoint", endpoint);
          access.put("s3.path-style-access", "true");
        });
    config.get(NodeKey.COLD_S3_REGION).ifPresent(region -> access.put("client.region", region));
    SecretReference.valueOf(config, NodeKey.COLD_S3_ACCESS_KEY)
        .ifPresent(key -> access.put("s3.access-key-id", key));
    SecretReference.valueOf(config, NodeKey.COLD_S3_SECRET_KEY)
        .ifPresent(key -> access.put("s3.secret-access-key", key));
    SecretReference.valueOf(config, NodeKey.COLD_CATALOG_PASSWORD)
        .ifPresent(password -> access.putAll(login(config, password)));
    return access;
  }

  private static Map<String, String> login(NodeConfig config, String password) {
    var user = config.get(NodeKey.COLD_CATALOG_USER);
    boolean jdbc =
        config.get(NodeKey.COLD_CATALOG).filter(url -> url.startsWith("jdbc:")).isPresent();
    if (jdbc) {
      return user.map(name -> Map.of("jdbc.user", name, "jdbc.password", password))
          .orElse(Map.of("jdbc.password", password));
    }
    return user.map(name -> Map.of("credential", name + ":" + password))
        .orElse(Map.of("token", password));
  }
}
