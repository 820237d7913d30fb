package io.alluvium.topology;

import io.alluvium.schemas.Event;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The part of an event's text that says something. It is always the beginning of the text, so that
 * a place in it is the same place there.
 */
public final class Prose {
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

  /** Code in a text, markup, addresses, and what others said before. */
  private static final Pattern NO_SENTENCE =
      Pattern.compile(
          "(?s:```.*?(?:```|\\z))|(?s:<!--.*?(?:-->|\\z))|`[^`\\n]*`|</?[a-zA-Z][^<>\\n]*>"
              + "|\\bhttps?://\\S+|(?m:^[ \\t]*(?:at [\\w.$]+\\(.*|>.*)$)");

  private static final Pattern VISIBLE = Pattern.compile("\\S");

  private Prose() {}

  /**
   * What people wrote for people. A file has it only if its name says so: source code and data
   * would be taken for English or for whatever its key words resemble. Of a commit it is the
   * message.
   *
   * @param most UTF-16 units at most; no character is cut in two
   */
  public static Optional<String> of(Event event, int most) {
    return isFor(event) ? anything(event, most) : Optional.empty();
  }

  /** True for an event whose text people wrote for people. */
  public static boolean isFor(Event event) {
    return switch (event.getKind()) {
      case "file" -> isProse(event);
      case "row", "run", "job" -> false;
      default -> true;
    };
  }

  /**
   * The text, whoever wrote it for whom; of a commit the message, without the changed paths.
   *
   * @param most UTF-16 units at most; no character is cut in two
   */
  public static Optional<String> anything(Event event, int most) {
    return event
        .getText()
        .map(text -> event.getKind().equals("commit") ? message(text) : text)
        .map(text -> beginning(text, most));
  }

  /** The text with a blank for each character that belongs to no sentence. */
  public static String sentencesOnly(String text) {
    return NO_SENTENCE.matcher(text).replaceAll(Prose::blank);
  }

  private static String blank(MatchResult match) {
    return VISIBLE.matcher(match.group()).replaceAll(" ");
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

  private static String beginning(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
