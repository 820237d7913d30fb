package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** Shows sources as a table, with what is wrong with a source below its line. */
final class SourcesPrinter {
  private static final List<String> HEADINGS =
      List.of(
          "SOURCE",
          "STATE",
          "READ",
          "NEW",
          "DUPLICATE",
          "SIGHTING",
          "DEAD",
          "LAST EVENT",
          "PROVEN AS OF",
          "GAPS");

  private static final double PERCENT = 100;

  private final Terminal terminal;
  private final Times times;

  SourcesPrinter(Terminal terminal, Clock clock) {
    this.terminal = terminal;
    this.times = new Times(clock);
  }

  void print(JsonNode sources) {
    if (sources.isEmpty()) {
      terminal.line(
          "No sources. Add one with 'alluvium sources add', or 'alluvium up --watch PATH'.");
      return;
    }
    var table = new Table(HEADINGS);
    for (var source : sources) {
      table.row(cells(source));
    }
    var lines = table.lines();
    terminal.line(terminal.styled(Style.DIM, lines.getFirst()));
    for (int i = 0; i < sources.size(); i++) {
      var source = sources.get(i);
      terminal.line(lines.get(i + 1));
      printError(source);
    }
  }

  /** What all sources together reported, and how much of it was known already. */
  void printTotal(JsonNode total) {
    long read = total.path("read").asLong();
    if (read > 0) {
      terminal.line(
          String.format(
              Locale.ROOT,
              "%,d read: %,d new, %,d (%.1f %%) known already and kept once.",
              read,
              total.path("new").asLong(),
              total.path("known").asLong(),
              PERCENT * total.path("knownShare").asDouble()));
    }
  }

  private List<String> cells(JsonNode source) {
    return List.of(
        text(source, "name"),
        state(source),
        text(source, "read"),
        text(source, "new"),
        text(source, "duplicates"),
        text(source, "sightings"),
        text(source, "deadLettered"),
        orDash(times.ago(source.path("lastEventAt").asText(""))),
        orDash(times.ago(completeAsOf(source.path("scopes")))),
        Integer.toString(gaps(source)));
  }

  private static String state(JsonNode source) {
    var backfill = source.path("backfill");
    long total = backfill.path("total").asLong();
    var state = text(source, "state");
    return total == 0 ? state : state + " " + 100 * backfill.path("done").asLong() / total + "%";
  }

  /** A source is complete as of the oldest of its scopes; unknown when one has no claim yet. */
  private static String completeAsOf(JsonNode scopes) {
    var oldest = "";
    for (var scope : scopes) {
      var asOf = scope.path("processedAsOf").asText("");
      if (asOf.isEmpty() || asOf.equals("null")) {
        return "";
      }
      oldest = oldest.isEmpty() || asOf.compareTo(oldest) < 0 ? asOf : oldest;
    }
    return oldest;
  }

  private static int gaps(JsonNode source) {
    int gaps = 0;
    for (var scope : source.path("scopes")) {
      gaps += scope.path("openGaps").asInt();
    }
    return gaps;
  }

  private void printError(JsonNode source) {
    if (source.hasNonNull("error")) {
      var error = Terminal.printable(source.path("error").asText());
      terminal.line("  " + terminal.styled(Style.RED, error));
    }
  }

  private static String text(JsonNode source, String field) {
    return orDash(Terminal.printable(source.path(field).asText("")));
  }

  private static String orDash(String text) {
    return text.isEmpty() || text.equals("null") ? "-" : text;
  }
}
