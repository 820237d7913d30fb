package io.alluvium.app.cli;

import io.alluvium.app.UserError;
import io.alluvium.app.config.Nearest;
import io.alluvium.connectors.files.RootId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns what stands behind {@code --watch} into sources, and refuses what cannot be one. */
final class WatchedPaths {
  private static final int LONGEST_NAME = 60;

  private WatchedPaths() {}

  /**
   * One source for each directory.
   *
   * @param paths as given; the same directory twice counts once
   * @param directory where relative paths count from
   * @param remembered what an earlier start called them
   * @param taken names of other sources
   * @throws UserError if a path is missing, not a directory, not readable, or inside another
   */
  static List<WatchedPath> of(
      Collection<Path> paths,
      Path directory,
      Map<Path, WatchedPath> remembered,
      Collection<String> taken) {
    var real = new LinkedHashSet<Path>();
    for (var path : paths) {
      real.add(checked(directory.resolve(path)));
    }
    checkNotNested(real);
    var used = new LinkedHashSet<>(taken);
    remembered.values().forEach(known -> used.add(known.name()));
    var sources = new ArrayList<WatchedPath>();
    for (var path : real) {
      var known = remembered.get(path);
      sources.add(known == null ? named(path, used) : known);
      used.add(sources.getLast().name());
    }
    return List.copyOf(sources);
  }

  private static WatchedPath named(Path path, Set<String> used) {
    var plain = sourceName(path);
    var name = plain;
    for (int i = 2; used.contains(name); i++) {
      name = plain + "-" + i;
    }
    return new WatchedPath(name, path, RootId.of(path));
  }

  /** The directory's own name, in the letters that a source's name may have. */
  static String sourceName(Path path) {
    var last = path.getFileName();
    var name =
        (last == null ? "root" : last.toString())
            .replaceAll("[^A-Za-z0-9_-]+", "-")
            .replaceAll("^[-_]+|-+$", "");
    var whole = name.isEmpty() ? "source" : name;
    return whole.substring(0, Math.min(whole.length(), LONGEST_NAME));
  }

  private static Path checked(Path path) {
    if (!Files.exists(path)) {
      throw new UserError("WATCH_MISSING", "There is no directory " + path + ".", similar(path));
    }
    if (!Files.isDirectory(path)) {
      throw new UserError(
          "WATCH_NOT_A_DIRECTORY", path + " is not a directory.", "Watch the directory it is in.");
    }
    if (!Files.isReadable(path) || !Files.isExecutable(path)) {
      throw new UserError(
          "WATCH_NOT_READABLE",
          "The directory " + path + " cannot be read.",
          "Give this user the right to read and enter it.");
    }
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UserError(
          "WATCH_NOT_READABLE", "The directory " + path + " cannot be read.", "Check it.", e);
    }
  }

  private static String similar(Path path) {
    var parent = path.toAbsolutePath().normalize().getParent();
    var name = path.toAbsolutePath().normalize().getFileName();
    if (parent == null || name == null || !Files.isDirectory(parent)) {
      return "Check the path.";
    }
    try (var siblings = Files.list(parent)) {
      var names =
          siblings
              .filter(Files::isDirectory)
              .map(sibling -> String.valueOf(sibling.getFileName()))
              .collect(Collectors.toList());
      return Nearest.to(name.toString(), names)
          .map(nearest -> "Did you mean '" + parent.resolve(nearest) + "'?")
          .orElse("Check the path.");
    } catch (IOException parentNotReadable) {
      return "Check the path.";
    }
  }

  private static void checkNotNested(Set<Path> paths) {
    for (var inner : paths) {
      for (var outer : paths) {
        if (!inner.equals(outer) && inner.startsWith(outer)) {
          throw new UserError(
              "WATCH_NESTED",
              inner + " lies inside " + outer + ", so its files would be found twice.",
              "Watch only " + outer + "; it covers both.");
        }
      }
    }
  }
}
