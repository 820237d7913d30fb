package io.alluvium.topology.conversations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the text of a chat message, which is kept as upstream stores it, one that people read. */
final class ChatMarkup {
  /** A mention, a channel, a special mention or an address, with a label or without. */
  private static final Pattern MARK = Pattern.compile("<([@#!]?)([^<>|\\n]+)(?:\\|([^<>\\n]*))?>");

  private ChatMarkup() {}

  /**
   * The text without markup.
   *
   * @param ids of people who are mentioned
   * @param names what each of them is called
   */
  static String plain(String text, List<String> ids, List<String> names) {
    var called = new HashMap<String, String>();
    for (int i = 0; i < Math.min(ids.size(), names.size()); i++) {
      called.put(ids.get(i), names.get(i));
    }
    return MARK.matcher(text)
        .replaceAll(mark -> Matcher.quoteReplacement(shown(mark, called)))
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  private static String shown(MatchResult mark, Map<String, String> called) {
    var target = mark.group(2);
    var label = mark.group(3) == null || mark.group(3).isEmpty() ? target : mark.group(3);
    return switch (mark.group(1)) {
      case "@" -> "@" + called.getOrDefault(target, label);
      case "#" -> "#" + label;
      case "!" -> "@" + label;
      default -> label;
    };
  }
}
