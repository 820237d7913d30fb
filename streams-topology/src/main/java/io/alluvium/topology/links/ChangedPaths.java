package io.alluvium.topology.links;

import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;

/**
 * The changed paths at the end of a commit's text: a blank line, and for each a line such as {@code
 * M src/Gauge.java +3 -1}.
 *
 * <p>A path names a file only where the commit was read beside it: then the attribute {@code
 * files_root} tells the root id of its files, and {@code files_below} the path of that root in the
 * work tree.
 */
final class ChangedPaths {
  private static final String GAP = "\n\n";
  private static final String RENAMED = " -> ";
  private static final int PREFIX = 3;
  private static final char NOT_UTF_8 = '\uFFFD';

  private final String root;
  private final String below;
  private final Edges edges;

  private ChangedPaths(String root, String below, Edges edges) {
    this.root = root;
    this.below = below;
    this.edges = edges;
  }

  /** Where the message of a commit ends. */
  static int start(String text) {
    if (isPath(text, 0)) {
      return 0;
    }
    var gap = text.indexOf(GAP);
    while (gap >= 0 && !isPath(text, gap + GAP.length())) {
      gap = text.indexOf(GAP, gap + 1);
    }
    return gap < 0 ? text.length() : gap;
  }

  /** Adds the files that a commit changed, as far as their keys are known. */
  static void add(Event event, Edges edges) {
    var root = event.getAttributes().get("files_root");
    if (root == null || !event.getKind().equals("commit")) {
      return;
    }
    var directory = event.getAttributes().get("files_below");
    var paths = new ChangedPaths(root, directory == null ? "" : directory + "/", edges);
    var text = event.getText().orElse("");
    text.substring(start(text)).lines().filter(line -> isPath(line, 0)).forEach(paths::add);
  }

  private void add(String line) {
    var end = line.lastIndexOf("  ");
    if (end <= PREFIX) {
      return;
    }
    var paths = line.substring(PREFIX, end);
    var renamed = line.charAt(0) == 'R' || line.charAt(0) == 'C' ? paths.indexOf(RENAMED) : -1;
    if (renamed < 0) {
      add(paths, line);
      return;
    }
    // What was copied has not changed; what was renamed is gone from where it was.
    if (line.charAt(0) == 'R') {
      add(paths.substring(0, renamed), line);
    }
    add(paths.substring(renamed + RENAMED.length()), line);
  }

  private void add(String path, String line) {
    if (path.startsWith(below) && path.indexOf(NOT_UTF_8) < 0) {
      var key = EntityKey.file(root, path.substring(below.length()));
      edges.add(Relation.CHANGES, key.value(), line);
    }
  }

  private static boolean isPath(String text, int from) {
    return from + PREFIX < text.length()
        && text.charAt(from) >= 'A'
        && text.charAt(from) <= 'Z'
        && text.startsWith("  ", from + 1)
        && !Character.isWhitespace(text.charAt(from + PREFIX));
  }
}
