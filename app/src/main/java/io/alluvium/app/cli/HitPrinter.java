package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Shows hits for reading: title, where and when, the words found in their place, address. */
final class HitPrinter {
  private static final int MAX_LINES = 4;
  private static final String INDENT = "  ";

  private final Terminal terminal;
  private final Times times;

  HitPrinter(Terminal terminal, Clock clock) {
    this.terminal = terminal;
    this.times = new Times(clock);
  }

  void print(JsonNode hit) {
    var title = Highlighted.of(hit.path("title").asText(""), marks(hit.path("titleMarks")));
    var snippet = Highlighted.of(hit.path("snippet").asText(""), marks(hit.path("snippetMarks")));
    var heading =
        title.text().isEmpty() ? snippet.lines(terminal.width()) : title.lines(terminal.width());
    if (heading.isEmpty()) {
      terminal.line(terminal.styled(Style.BOLD, plain(hit, "entityKey")));
    }
    // What has no title, such as a comment, is headed by what it says.
    heading.stream()
        .limit(title.text().isEmpty() ? 1 : heading.size())
        .forEach(line -> terminal.line(line.render(terminal, Style.BOLD)));
    terminal.line(INDENT + about(hit));
    snippet.lines(terminal.width() - INDENT.length()).stream()
        .limit(MAX_LINES)
        .forEach(line -> terminal.line(INDENT + line.render(terminal, null)));
    if (hit.hasNonNull("url")) {
      var url = Terminal.printable(hit.path("url").asText());
      terminal.line(INDENT + terminal.styled(Style.DIM, url));
    }
    terminal.line("");
  }

  private String about(JsonNode hit) {
    var parts = new ArrayList<String>();
    parts.add(terminal.styled(Style.CYAN, plain(hit, "kind")));
    parts.add(plain(hit, "source"));
    parts.add(times.ago(hit.path("occurredAt").asText()));
    if (hit.hasNonNull("actor")) {
      parts.add(actor(hit.path("actor")));
    }
    parts.removeIf(String::isEmpty);
    return String.join(terminal.styled(Style.DIM, " · "), parts);
  }

  private static String actor(JsonNode actor) {
    return Terminal.printable(actor.isObject() ? actor.path("name").asText("") : actor.asText(""));
  }

  private static String plain(JsonNode hit, String field) {
    return Terminal.printable(hit.path(field).asText(""));
  }

  private static List<Highlighted.Mark> marks(JsonNode pairs) {
    var marks = new ArrayList<Highlighted.Mark>();
    for (var pair : pairs) {
      marks.add(new Highlighted.Mark(pair.path(0).asInt(), pair.path(1).asInt()));
    }
    return marks;
  }
}
