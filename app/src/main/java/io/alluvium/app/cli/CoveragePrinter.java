package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Shows coverage as a table, with the gaps of a scope below its line. */
final class CoveragePrinter {
  /** More gaps than these are counted, not shown. */
  private static final int SHOWN = 5;

  private static final List<String> HEADINGS =
      List.of("SOURCE", "SCOPE", "AXIS", "PROVEN AS OF", "GUARANTEES", "GAPS");

  private final Terminal terminal;
  private final Times times;

  CoveragePrinter(Terminal terminal, Clock clock) {
    this.terminal = terminal;
    this.times = new Times(clock);
  }

  void print(JsonNode coverage) {
    var scopes = coverage.path("scopes");
    if (scopes.isEmpty()) {
      terminal.line("Nothing is claimed yet. Sources are added with 'alluvium sources add'.");
      return;
    }
    var table = new Table(HEADINGS);
    for (var scope : scopes) {
      table.row(cells(scope));
    }
    var lines = table.lines();
    terminal.line(terminal.styled(Style.DIM, lines.getFirst()));
    for (int i = 0; i < scopes.size(); i++) {
      terminal.line(lines.get(i + 1));
      gaps(scopes.get(i).path("gaps"));
    }
    terminal.line(
        coverage.path("complete").asBoolean()
            ? "Complete: no gap is open."
            : "Not complete: see the gaps above.");
  }

  private List<String> cells(JsonNode scope) {
    var guarantees =
        StreamSupport.stream(scope.path("guarantees").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "));
    return List.of(
        text(scope, "source"),
        text(scope, "scopeName"),
        text(scope, "axis"),
        orDash(times.ago(scope.path("processedAsOf").asText(""))),
        orDash(guarantees),
        Integer.toString(scope.path("gaps").size()));
  }

  private void gaps(JsonNode gaps) {
    for (int i = 0; i < Math.min(SHOWN, gaps.size()); i++) {
      var gap = gaps.get(i);
      var line =
          "%s since %s: %s"
              .formatted(
                  gap.path("reason").asText(),
                  times.ago(gap.path("openedAt").asText()),
                  gap.path("message").asText());
      terminal.line("  " + terminal.styled(Style.YELLOW, Terminal.printable(line)));
    }
    if (gaps.size() > SHOWN) {
      terminal.line("  and " + (gaps.size() - SHOWN) + " more; --json shows all");
    }
  }

  private static String text(JsonNode scope, String field) {
    return orDash(Terminal.printable(scope.path(field).asText("")));
  }

  private static String orDash(String text) {
    return text.isEmpty() || text.equals("null") ? "-" : text;
  }
}
