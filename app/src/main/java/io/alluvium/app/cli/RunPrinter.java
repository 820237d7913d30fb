package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows the last run of a source as a table: one line for all of it, then one per reader. */
final class RunPrinter {
  private static final List<String> HEADINGS =
      List.of(
          "SCOPE",
          "AXIS",
          "READ",
          "EMITTED",
          "NEW",
          "DUPLICATE",
          "SIGHTING",
          "FAILED",
          "CAUGHT UP",
          "EVENTS/S",
          "OFFSET");
  private static final long SECOND_MS = 1_000;

  private final Terminal terminal;
  private final Times times;

  RunPrinter(Terminal terminal, Clock clock) {
    this.terminal = terminal;
    this.times = new Times(clock);
  }

  void print(JsonNode run) {
    if (run.isMissingNode() || run.isNull()) {
      terminal.line("It has not run yet.");
      return;
    }
    terminal.line("Last run, begun " + times.ago(run.path("startedAt").asText()) + ":");
    var table = new Table(HEADINGS);
    table.row(cells(run, "all", ""));
    for (var reader : run.path("readers")) {
      table.row(cells(reader, text(reader, "scopeName"), text(reader, "axis")));
    }
    var lines = table.lines();
    terminal.line(terminal.styled(Style.DIM, lines.getFirst()));
    lines.subList(1, lines.size()).forEach(terminal::line);
  }

  private static List<String> cells(JsonNode run, String scope, String axis) {
    var cells = new ArrayList<String>();
    cells.add(scope);
    cells.add(orDash(axis));
    for (var count : List.of("read", "emitted", "inserted", "duplicates", "sightings", "failed")) {
      cells.add(text(run, count));
    }
    cells.add(caughtUp(run));
    cells.add(Long.toString(Math.round(run.path("eventsPerSecond").asDouble())));
    cells.add(text(run, "sourceOffset"));
    return cells;
  }

  private static String caughtUp(JsonNode run) {
    if (!run.hasNonNull("caughtUpAt")) {
      return "not yet";
    }
    var took = Duration.ofMillis(run.path("durationMs").asLong());
    return took.toMillis() < 60 * SECOND_MS
        ? String.format(Locale.ROOT, "after %.1f s", (double) took.toMillis() / SECOND_MS)
        : "after %d min %d s".formatted(took.toMinutes(), took.toSecondsPart());
  }

  private static String text(JsonNode run, String field) {
    return orDash(Terminal.printable(run.path(field).asText("")));
  }

  private static String orDash(String text) {
    return text.isEmpty() || text.equals("null") ? "-" : text;
  }
}
