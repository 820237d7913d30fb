package io.alluvium.connectors.files;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Globs as a user writes them: one without '/' means a name at any depth, one with '/' the path
 * below the root; {@code **} stands for any number of directories, none included.
 */
final class Globs {
  private final List<PathMatcher> names = new ArrayList<>();
  private final List<PathMatcher> paths = new ArrayList<>();

  /**
   * Compiles globs.
   *
   * @throws IllegalArgumentException if one is not a glob
   */
  Globs(List<String> globs) {
    for (var written : globs) {
      var glob = written.strip();
      if (glob.indexOf('/') < 0) {
        names.add(matcher(glob));
        continue;
      }
      addPath(glob.startsWith("/") ? glob.substring(1) : glob);
      if (glob.startsWith("**/")) {
        addPath(glob.substring(3));
      }
    }
  }

  // What names all that lies in a directory names the directory: there is no need to look into it.
  private void addPath(String glob) {
    paths.add(matcher(glob));
    if (glob.endsWith("/**")) {
      paths.add(matcher(glob.substring(0, glob.length() - 3)));
    } else if (glob.endsWith("/")) {
      paths.add(matcher(glob.substring(0, glob.length() - 1)));
    }
  }

  boolean isEmpty() {
    return names.isEmpty() && paths.isEmpty();
  }

  /** Whether a path below the root matches one of the globs. */
  boolean matches(String path) {
    if (isEmpty()) {
      return false;
    }
    var candidate = Path.of(path);
    var name = candidate.getFileName();
    return names.stream().anyMatch(matcher -> matcher.matches(name))
        || paths.stream().anyMatch(matcher -> matcher.matches(candidate));
  }

  private static PathMatcher matcher(String glob) {
    return FileSystems.getDefault().getPathMatcher("glob:" + glob);
  }
}
