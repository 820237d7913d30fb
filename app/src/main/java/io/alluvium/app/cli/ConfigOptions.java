package io.alluvium.app.cli;

import io.alluvium.app.UserError;
import io.alluvium.app.config.ConfigLoader;
import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.config.NodeKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which node is meant; the same on every command that needs one. */
final class ConfigOptions {
  /** File that is read when none is named and it lies in the current directory. */
  static final String DEFAULT_FILE = "alluvium.yaml";

  private static final String VARIABLE = "ALLUVIUM_CONFIG";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Configuration file. Without it: $"
              + VARIABLE
              + ", else ./"
              + DEFAULT_FILE
              + " if there.")
  private @Nullable Path config;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Directory that holds everything the node keeps. Default: ~/.alluvium.")
  private @Nullable String dataDir;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the web page and the API. Default: 8484.")
  private @Nullable String port;

  /**
   * The configuration that the command line, the environment and the file describe.
   *
   * @param more further settings from flags
   * @param flagNames how the user wrote those, by key
   * @throws UserError if any of it is wrong
   */
  NodeConfig load(Session session, Map<String, String> more, Map<String, String> flagNames) {
    var flags = new LinkedHashMap<>(more);
    var names = new LinkedHashMap<>(flagNames);
    add(flags, names, NodeKey.DATA_DIR, "--data-dir", dataDir);
    add(flags, names, NodeKey.HTTP_PORT, "--port", port);
    var loader = new ConfigLoader();
    file(session).ifPresent(loader::file);
    return loader
        .environment(session.environment())
        .flags(flags, key -> names.getOrDefault(key, key))
        .load();
  }

  /** As {@link #load(Session, Map, Map)}, with nothing more. */
  NodeConfig load(Session session) {
    return load(session, Map.of(), Map.of());
  }

  /** The configuration file in use; empty when there is none. */
  Optional<Path> file(Session session) {
    if (config != null) {
      return Optional.of(session.directory().resolve(config));
    }
    var named = session.environment().getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      return Optional.of(session.directory().resolve(named));
    }
    return Optional.of(session.directory().resolve(DEFAULT_FILE)).filter(Files::exists);
  }

  /** True when the port was said on the command line, which then decides which node is asked. */
  boolean namesPort() {
    return port != null;
  }

  static void add(
      Map<String, String> flags,
      Map<String, String> names,
      NodeKey key,
      String flag,
      @Nullable String value) {
    if (value != null) {
      flags.put(key.key(), value);
      names.put(key.key(), flag);
    }
  }
}
