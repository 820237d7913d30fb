package io.alluvium.topology.similar;

import io.alluvium.schemas.Event;
import java.util.regex.Pattern;

/**
 * The words by which an event is compared with others: title and text, as people see them.
 *
 * <p>Files of every kind are compared, source code too: copied and vendored files are what people
 * look for most. A file's title is its path: where it lies, not what it says. A commit is compared
 * by its message: two commits that touch the same files are not alike for that.
 */
final class SimilarText {
  /** Where the list of changed paths begins in the text of a commit. */
  private static final Pattern CHANGED_PATHS = Pattern.compile("(?:^|\\n\\n)[A-Z] {2}\\S");

  private SimilarText() {}

  /** Empty if there is nothing to compare. */
  static String of(Event event) {
    var title = event.getTitle().orElse("");
    var text = event.getText().orElse("");
    return switch (event.getKind()) {
      case "file" -> text;
      case "commit" -> joined(title, message(text));
      default -> joined(title, text);
    };
  }

  /** A title that only repeats how the text begins says nothing twice. */
  private static String joined(String title, String text) {
    var shown = title.endsWith("…") ? title.substring(0, title.length() - 1) : title;
    return text.startsWith(shown) ? text : title + "\n" + text;
  }

  private static String message(String text) {
    var paths = CHANGED_PATHS.matcher(text);
    return paths.find() ? text.substring(0, paths.start()) : text;
  }
}
