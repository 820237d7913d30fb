package io.alluvium.app.cli;

import io.alluvium.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps a node from watching its own data directory, where every event it writes would be the next
 * one it reads.
 */
final class DataDirExclusion {
  private static final String PATH = "files.path";
  private static final String EXCLUDE = "files.exclude";

  private DataDirExclusion() {}

  /**
   * The settings of a source, with the data directory excluded if it lies in what is watched.
   *
   * @throws UserError if the data directory is the watched one, or around it
   */
  static Map<String, String> applied(Map<String, String> settings, Path dataDir) {
    var path = settings.get(PATH);
    if (path == null || !WatchedPath.CONNECTOR.equals(settings.get("connector.class"))) {
      return settings;
    }
    var root = real(Path.of(path));
    var data = real(dataDir);
    if (root.startsWith(data)) {
      throw new UserError(
          "WATCH_DATA_DIR",
          "Cannot watch " + root + ", because " + data + " is where the node keeps its data.",
          "Name another directory with --data-dir.");
    }
    if (!data.startsWith(root)) {
      return settings;
    }
    var changed = new LinkedHashMap<>(settings);
    changed.merge(EXCLUDE, glob(root.relativize(data)), (old, added) -> old + "," + added);
    return changed;
  }

  /** Everything below; '?' stands for each character that means something in a list of globs. */
  static String glob(Path relative) {
    return relative.toString().replace('\\', '/').replaceAll("[*?\\[\\]{},!\\s]", "?") + "/**";
  }

  /** Symbolic links resolved as far as the path exists; the data directory may not, yet. */
  private static Path real(Path path) {
    var absolute = path.toAbsolutePath().normalize();
    for (var known = absolute; known != null; known = known.getParent()) {
      if (Files.exists(known)) {
        try {
          return known.toRealPath().resolve(known.relativize(absolute)).normalize();
        } catch (IOException unreadable) {
          return absolute;
        }
      }
    }
    return absolute;
  }
}
