package io.alluvium.topology;

import io.alluvium.schemas.Event;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The part of an event's text that people wrote for people, as far as it tells the language.
 *
 * <p>A file has one only if its name says so: source code and data would be taken for English or
 * for whatever its key words resemble. Of a commit it is the message, without the changed paths.
 */
public final class Prose {
  /** Enough for the model to be sure; a longer sample only costs time. */
  private static final int SAMPLE_CHARS = 1_000;

  private static final Set<String> EXTENSIONS =
      Set.of(
          "adoc",
          "asciidoc",
          "eml",
          "htm",
          "html",
          "markdown",
          "md",
          "mdx",
          "org",
          "pod",
          "rst",
          "rtf",
          "srt",
          "tex",
          "text",
          "textile",
          "txt",
          "vtt",
          "wiki",
          "xhtml");

  /** Files without an extension that are prose by custom. */
  private static final Set<String> NAMES =
      Set.of(
          "authors",
          "changelog",
          "changes",
          "contributing",
          "copying",
          "copyright",
          "faq",
          "history",
          "howto",
          "install",
          "license",
          "licence",
          "news",
          "notice",
          "readme",
          "release",
          "thanks",
          "todo");

  /** Where the list of changed paths begins in the text of a commit. */
  private static final Pattern CHANGED_PATHS = Pattern.compile("(?:^|\\n\\n)[A-Z] {2}\\S");

  private Prose() {}

  static Optional<String> of(Event event) {
    return event
        .getText()
        .flatMap(text ->
            switch (event.getKind()) {
              case "file" -> isProse(event) ? Optional.of(text) : Optional.empty();
              case "commit" -> Optional.of(message(text));
              case "row", "run", "job" -> Optional.empty();
              default -> Optional.of(text);
            })
        .map(Prose::sample);
  }

  /** True for a file whose name says that people wrote it for people. */
  public static boolean isProse(Event event) {
    var path = event.getTitle().orElse("");
    var name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    var dot = name.lastIndexOf('.');
    return dot < 0 ? NAMES.contains(name) : EXTENSIONS.contains(name.substring(dot + 1));
  }

  private static String message(String text) {
    var paths = CHANGED_PATHS.matcher(text);
    return paths.find() ? text.substring(0, paths.start()) : text;
  }

  private static String sample(String text) {
    if (text.length() <= SAMPLE_CHARS) {
      return text;
    }
    var end = Character.isHighSurrogate(text.charAt(SAMPLE_CHARS - 1)) ? 1 : 0;
    return text.substring(0, SAMPLE_CHARS - end);
  }
}
