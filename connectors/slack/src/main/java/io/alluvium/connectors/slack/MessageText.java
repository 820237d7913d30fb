package io.alluvium.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.schemas.TextRules;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a message says, with mentions as ids. */
final class MessageText {
  private static final int TITLE_LENGTH = 120;
  private static final Pattern MENTION = Pattern.compile("<@([UW][A-Z0-9]+)(?:\\|[^>]*)?>");

  private MessageText() {}

  /**
   * The text; for a message that only has attachments, such as those of many apps, what they say.
   * Previews of links are attachments too: Slack adds and removes them by itself, so they are not
   * part of a message.
   */
  static String of(JsonNode message) {
    var text = message.path("text").asText("");
    if (!text.isEmpty()) {
      return text;
    }
    var parts = new ArrayList<String>();
    for (var attachment : message.path("attachments")) {
      if (!attachment.has("from_url") && !attachment.has("original_url")) {
        add(parts, attachment, "pretext");
        add(parts, attachment, "title");
        add(parts, attachment, attachment.has("text") ? "text" : "fallback");
      }
    }
    return String.join("\n", parts);
  }

  private static void add(List<String> parts, JsonNode attachment, String field) {
    var text = attachment.path(field).asText("");
    if (!text.isEmpty()) {
      parts.add(text);
    }
  }

  /** First line, cut to a length that fits on a screen. */
  static String title(String text) {
    // Half a secret is none to the rules that take secrets out, so they go first.
    var line = TextRules.redact(text.strip().lines().findFirst().orElse(""));
    if (line.codePointCount(0, line.length()) <= TITLE_LENGTH) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, TITLE_LENGTH - 1)) + "…";
  }

  /** Ids of the people mentioned, in order, each once. */
  static List<String> mentions(String text) {
    return MENTION.matcher(text).results().map(found -> found.group(1)).distinct().toList();
  }
}
