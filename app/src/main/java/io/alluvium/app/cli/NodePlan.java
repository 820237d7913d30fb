package io.alluvium.app.cli;

import io.alluvium.app.UserError;
import io.alluvium.app.config.NodeConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What {@code up} is about to start, checked as far as it can be without starting anything.
 *
 * @param config settings, with those of the watched directories' sources
 * @param watched directories that {@code --watch} names
 */
record NodePlan(NodeConfig config, List<WatchedPath> watched) {
  NodePlan {
    watched = List.copyOf(watched);
  }

  /**
   * Makes the plan.
   *
   * @param flags settings from the command line
   * @param watch what stands behind {@code --watch}
   * @param load makes a configuration of flags and whatever else counts
   * @throws UserError if any of it is wrong, or a node runs on the data directory
   */
  static NodePlan of(
      Session session,
      Map<String, String> flags,
      List<Path> watch,
      Function<Map<String, String>, NodeConfig> load) {
    var config = load.apply(flags);
    RunningNode.on(config)
        .ifPresent(node -> {
          throw new UserError(
              "DATA_DIR_IN_USE",
              "A node runs on %s already (process %d, port %d)."
                  .formatted(config.dataDir(), node.pid(), node.httpPort()),
              "Stop it, or name another directory with --data-dir.");
        });
    var watched =
        WatchedPaths.of(
            watch,
            session.directory(),
            WatchRegister.read(config.dataDir()),
            config.sources().keySet());
    var sources = new LinkedHashMap<>(config.sources());
    watched.forEach(path -> sources.put(path.name(), path.settings()));
    var settings = new LinkedHashMap<>(flags);
    sources.forEach((name, source) ->
        DataDirExclusion.applied(source, config.dataDir())
            .forEach((key, value) -> settings.put("sources." + name + "." + key, value)));
    return new NodePlan(load.apply(settings), watched);
  }
}
