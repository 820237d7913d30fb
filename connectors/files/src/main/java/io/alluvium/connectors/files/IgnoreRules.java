package io.alluvium.connectors.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what is left out: everything named {@code .git}, what a {@code .gitignore} at any level
 * names (in a git repository or not) unless it is committed, what {@code .git/info/exclude} names,
 * and the globs of the configuration. Rules of directories above the root count as far as its work
 * tree reaches.
 *
 * <p>Paths are relative to the root, with '/', without one at the ends; the root is "".
 */
final class IgnoreRules {
  private static final Logger LOG = LoggerFactory.getLogger(IgnoreRules.class);
  static final String GITIGNORE = ".gitignore";

  /** Patterns of one directory above the root, and how the root is called from there. */
  private record Outer(IgnoreNode node, String prefix) {}

  private final Path root;
  private final Globs include;
  private final Globs exclude;
  private final TrackedFiles tracked;
  private final Map<String, List<IgnoreNode>> nodes = new HashMap<>();
  private final List<Outer> outer = new ArrayList<>();

  /** Directories that a pattern names but that hold committed files, each with '/' at its end. */
  private final Set<String> named = new HashSet<>();

  IgnoreRules(Path root, Globs include, Globs exclude) {
    this.root = root;
    this.include = include;
    this.exclude = exclude;
    this.tracked = new TrackedFiles(root);
    readOuter();
  }

  /** Reads the rules of a directory again. To be called whenever it is listed. */
  void refresh(String directory) {
    if (directory.isEmpty()) {
      named.clear();
      readOuter();
    }
    nodes.put(directory, read(directory.isEmpty() ? root : root.resolve(directory)));
  }

  /** Whether a directory is left out, with everything below; looks at this level only. */
  boolean prunes(String directory) {
    return isGit(directory) || exclude.matches(directory) || isIgnored(directory, true);
  }

  /** Whether a file is left out, given that no directory above it is. */
  boolean leavesOut(String file) {
    return isGit(file)
        || exclude.matches(file)
        || (!include.isEmpty() && !include.matches(file))
        || isIgnored(file, false);
  }

  /** Whether a directory above a path is left out. */
  boolean prunesAbove(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (prunes(path.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGit(String path) {
    return path.equals(GitPlace.DOT_GIT) || path.endsWith("/" + GitPlace.DOT_GIT);
  }

  /** As git has it: what is committed is not ignored, whatever a pattern says. */
  private boolean isIgnored(String path, boolean directory) {
    if (!isNamed(path, directory) && !isBelowNamed(path)) {
      return false;
    }
    if (!tracked.contains(path)) {
      return true;
    }
    if (directory) {
      named.add(path + "/");
    }
    return false;
  }

  private boolean isBelowNamed(String path) {
    for (var directory : named) {
      if (path.startsWith(directory)) {
        return true;
      }
    }
    return false;
  }

  private boolean isNamed(String path, boolean directory) {
    int slash = path.lastIndexOf('/');
    while (slash >= 0) {
      var decided = decide(nodesOf(path.substring(0, slash)), path.substring(slash + 1), directory);
      if (decided.isPresent()) {
        return decided.get();
      }
      slash = path.lastIndexOf('/', slash - 1);
    }
    var decided = decide(nodesOf(""), path, directory);
    if (decided.isPresent()) {
      return decided.get();
    }
    for (var above : outer) {
      var ignored = above.node().checkIgnored(above.prefix() + path, directory);
      if (ignored != null) {
        return ignored;
      }
    }
    return false;
  }

  private static Optional<Boolean> decide(List<IgnoreNode> rules, String path, boolean directory) {
    for (var node : rules) {
      var ignored = node.checkIgnored(path, directory);
      if (ignored != null) {
        return Optional.of(ignored);
      }
    }
    return Optional.empty();
  }

  private List<IgnoreNode> nodesOf(String directory) {
    var known = nodes.get(directory);
    if (known == null) {
      refresh(directory);
      known = nodes.getOrDefault(directory, List.of());
    }
    return known;
  }

  private void readOuter() {
    outer.clear();
    var top = GitPlace.around(root).map(GitPlace::workTree).orElse(root);
    for (var at = root.getParent();
        at != null && at.startsWith(top) && !top.equals(root);
        at = at.getParent()) {
      var prefix = at.relativize(root).toString().replace('\\', '/') + "/";
      read(at).forEach(node -> outer.add(new Outer(node, prefix)));
    }
  }

  /** The rules of one directory, those that win first. */
  private static List<IgnoreNode> read(Path directory) {
    var rules = new ArrayList<IgnoreNode>(0);
    parse(directory.resolve(GITIGNORE)).ifPresent(rules::add);
    GitPlace.at(directory).flatMap(git -> parse(git.exclude())).ifPresent(rules::add);
    return List.copyOf(rules);
  }

  private static Optional<IgnoreNode> parse(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    var node = new IgnoreNode();
    try (var in = Files.newInputStream(file)) {
      node.parse(file.toString(), in);
    } catch (IOException e) {
      LOG.warn("{} cannot be read, so its patterns are not honoured: {}", file, e.toString());
      return Optional.empty();
    }
    return node.getRules().isEmpty() ? Optional.empty() : Optional.of(node);
  }
}
