package io.alluvium.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Shows dead letters for reading. */
final class DeadLetterPrinter {
  private static final ObjectMapper PRETTY = new ObjectMapper();
  private static final List<String> HEADINGS =
      List.of("ID", "WHEN", "REASON", "SOURCE", "KEY", "BYTES");
  private static final int KEY_CHARS = 48;

  private final Terminal terminal;
  private final Times times;

  DeadLetterPrinter(Terminal terminal, Clock clock) {
    this.terminal = terminal;
    this.times = new Times(clock);
  }

  void list(JsonNode answer) {
    var letters = answer.path("deadLetters");
    if (answer.path("total").asLong() == 0) {
      terminal.line("No dead letters.");
      return;
    }
    var table = new Table(HEADINGS);
    letters.forEach(letter -> table.row(cells(letter)));
    var lines = table.lines();
    terminal.line(terminal.styled(Style.DIM, lines.getFirst()));
    for (int i = 0; i < letters.size(); i++) {
      terminal.line(lines.get(i + 1));
      terminal.line("  " + terminal.styled(Style.YELLOW, text(letters.get(i), "message")));
    }
    terminal.line(counts(answer));
  }

  private static String counts(JsonNode answer) {
    var reasons = new ArrayList<String>();
    answer
        .path("reasons")
        .properties()
        .forEach(reason -> reasons.add(reason.getValue().asLong() + " " + reason.getKey()));
    var total = answer.path("total").asLong();
    var shown = answer.path("deadLetters").size();
    return (shown < total ? shown + " of " : "")
        + total
        + (total == 1 ? " dead letter: " : " dead letters: ")
        + String.join(", ", reasons)
        + ".";
  }

  private List<String> cells(JsonNode letter) {
    var key = text(letter, "key");
    return List.of(
        text(letter, "id"),
        times.ago(letter.path("failedAt").asText("")),
        text(letter, "reason"),
        text(letter, "source"),
        key.length() > KEY_CHARS ? key.substring(0, KEY_CHARS - 1) + "…" : key,
        text(letter, "bytes"));
  }

  void show(JsonNode answer) {
    var letter = answer.path("letter");
    for (var field :
        List.of(
            "id",
            "failedAt",
            "reason",
            "message",
            "source",
            "scope",
            "key",
            "place",
            "bytes",
            "replayOf")) {
      if (letter.hasNonNull(field)) {
        field(field, Terminal.printable(letter.path(field).asText()));
      }
    }
    answer
        .path("headers")
        .properties()
        .forEach(header ->
            field("header " + header.getKey(), Terminal.printable(header.getValue().asText())));
    content(answer.path("content"));
  }

  private void content(JsonNode content) {
    for (var field : List.of("schemaId", "schema", "undecoded")) {
      if (content.has(field)) {
        field(field, Terminal.printable(content.path(field).asText()));
      }
    }
    if (content.has("value")) {
      terminal.line("");
      pretty(content.path("value")).lines().map(Terminal::printable).forEach(terminal::line);
    }
    if (content.has("hex")) {
      terminal.line("");
      HexLines.of(content.path("hex").asText()).forEach(terminal::line);
    }
  }

  void replayed(JsonNode report) {
    var again = report.path("setAsideAgain");
    var pending = report.path("pending").asInt();
    terminal.line(
        "%d sent again: %d accepted, %d set aside again%s."
            .formatted(
                report.path("replayed").asInt(),
                report.path("accepted").asInt(),
                again.size(),
                pending == 0 ? "" : ", " + pending + " not read by ingest yet"));
    again.forEach(letter ->
        terminal.line(
            "  %s is now %s: %s %s"
                .formatted(
                    text(letter, "id"),
                    text(letter, "newId"),
                    text(letter, "reason"),
                    text(letter, "message"))));
    report
        .path("refused")
        .forEach(letter ->
            terminal.line("  " + text(letter, "id") + " was not sent: " + text(letter, "why")));
  }

  private void field(String name, String value) {
    terminal.line(terminal.styled(Style.DIM, name + ":") + " " + value);
  }

  private static String pretty(JsonNode value) {
    try {
      return PRETTY.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(JsonNode node, String field) {
    return node.hasNonNull(field) ? Terminal.printable(node.path(field).asText()) : "-";
  }
}
