package io.alluvium.connectors.github;

import java.util.Locale;
import java.util.stream.Stream;

/** The kinds of things a repository is read for, as {@code github.streams} names them. */
enum StreamKind {
  /** Issues without pull requests. */
  ISSUES,
  /** Pull requests and their reviews. */
  PULLS,
  /** Comments on issues and pull requests. */
  COMMENTS,
  /** Comments on lines of pull requests. */
  REVIEW_COMMENTS,
  /** Releases. */
  RELEASES,
  /** Workflow runs and their jobs. */
  RUNS,
  /** Branches, tags, and the commits of all of them. */
  COMMITS;

  /** The name in settings and axes. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static StreamKind of(String id) {
    return Stream.of(values())
        .filter(kind -> kind.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stream is called '" + id + "'"));
  }

  /** All names, in order. */
  static String all() {
    return String.join(",", Stream.of(values()).map(StreamKind::id).toList());
  }
}
