package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.app.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers, in {@code watched.json} of the data directory, under which name and root id each
 * directory was watched. So a directory keeps both for ever: whatever the order on the command
 * line, and even if the machine's id changes, which would otherwise make all its files new ones.
 */
final class WatchRegister {
  static final String FILE = "watched.json";

  private WatchRegister() {}

  /** What is remembered in this data directory, by real path; empty on a first start. */
  static Map<Path, WatchedPath> read(Path dataDir) {
    var file = dataDir.resolve(FILE);
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      return parse(Json.parse(Files.readString(file)));
    } catch (IOException | UncheckedIOException e) {
      throw new UserError(
          "WATCH_REGISTER_UNREADABLE",
          "Cannot read " + file + ", which holds the names of watched directories.",
          "Restore it from a backup, or remove it: then files are seen as new ones.",
          e);
    }
  }

  /**
   * Remembers these besides those known already.
   *
   * @throws UncheckedIOException if the file cannot be written; the old one is then whole
   */
  static void add(Path dataDir, List<WatchedPath> paths) {
    var all = new LinkedHashMap<>(read(dataDir));
    paths.forEach(path -> all.put(path.path(), path));
    var entries = new ArrayList<Map<String, String>>();
    for (var path : all.values()) {
      entries.add(
          Map.of("name", path.name(), "path", path.path().toString(), "rootId", path.rootId()));
    }
    try {
      var temporary = Files.createTempFile(dataDir, FILE, ".tmp");
      Files.writeString(temporary, Json.line(entries));
      Files.move(temporary, dataDir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<Path, WatchedPath> parse(JsonNode entries) {
    var paths = new LinkedHashMap<Path, WatchedPath>();
    for (var entry : entries) {
      var path = Path.of(entry.path("path").asText());
      paths.put(
          path, new WatchedPath(entry.path("name").asText(), path, entry.path("rootId").asText()));
    }
    return paths;
  }
}
