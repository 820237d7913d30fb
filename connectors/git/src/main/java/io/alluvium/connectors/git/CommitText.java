package io.alluvium.connectors.git;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts a commit into words. The format is documented at {@link GitCommit#text()}. */
final class CommitText {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private CommitText() {}

  static String subject(String message) {
    return message
        .strip()
        .lines()
        .takeWhile(line -> !line.isBlank())
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }

  static String of(GitCommit commit) {
    var text = new StringBuilder(commit.message().stripTrailing());
    if (!commit.paths().isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n\n");
      commit.paths().forEach(path -> appendPath(text, path));
      if (commit.pathsTruncated()) {
        text.append("… and ")
            .append(commit.pathCount() - commit.paths().size())
            .append(" more paths\n");
      }
      text.setLength(text.length() - 1);
    }
    return text.toString();
  }

  private static void appendPath(StringBuilder text, ChangedPath path) {
    text.append(path.change().letter()).append("  ");
    path.oldPath().ifPresent(old -> text.append(printable(old)).append(" -> "));
    text.append(printable(path.path())).append("  ");
    switch (path.lines()) {
      case COUNTED -> text.append('+').append(path.added()).append(" -").append(path.deleted());
      case BINARY -> text.append("binary");
      case TOO_LARGE -> text.append("too large to compare");
      case UNREADABLE -> text.append("unreadable");
    }
    text.append('\n');
  }

  private static String printable(String path) {
    return CONTROL.matcher(path).replaceAll("\uFFFD");
  }
}
