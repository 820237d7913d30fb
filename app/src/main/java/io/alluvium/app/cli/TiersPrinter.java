package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** Shows tiers and slices as tables. */
final class TiersPrinter {
  /** More slices than these are counted, not shown. */
  private static final int SHOWN = 40;

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private final Terminal terminal;
  private final Times times;

  TiersPrinter(Terminal terminal, Clock clock) {
    this.terminal = terminal;
    this.times = new Times(clock);
  }

  void status(JsonNode answer) {
    var table =
        new Table(
            List.of("TIER", "STATE", "VERSIONS", "SIZE", "FROM", "TO", "DROPPED UP TO", "BEHIND"));
    for (var tier : answer.path("tiers")) {
      var stock = tier.path("stock");
      long lag = tier.path("lag").asLong();
      table.row(
          List.of(
              text(tier, "tier"),
              text(tier, "state"),
              text(stock, "versions"),
              size(stock.path("bytes").asLong()),
              text(stock, "from"),
              text(stock, "to"),
              text(stock, "dropped"),
              lag < 0 ? "-" : Long.toString(lag)));
    }
    print(table);
    states(answer.path("ageing").path("slices"));
    if (answer.hasNonNull("trouble")) {
      terminal.line(
          terminal.styled(
              Style.YELLOW, "Ageing: " + Terminal.printable(answer.path("trouble").asText())));
    }
    var job = answer.path("job");
    if (job.path("state").asText().equals("running")) {
      terminal.line(
          "Running: %s, %s, %d of %d"
              .formatted(
                  text(job, "kind"),
                  text(job, "what"),
                  job.path("done").asLong(),
                  job.path("of").asLong()));
    }
  }

  private void states(JsonNode byTier) {
    byTier
        .properties()
        .forEach(tier -> {
          var counts = new StringBuilder();
          tier.getValue()
              .properties()
              .forEach(state ->
                  counts
                      .append(counts.isEmpty() ? "" : ", ")
                      .append(state.getValue().asLong())
                      .append(' ')
                      .append(state.getKey()));
          if (!counts.isEmpty()) {
            terminal.line("Slices of " + tier.getKey() + ": " + counts);
          }
        });
  }

  void slices(JsonNode slices) {
    if (slices.isEmpty()) {
      terminal.line("There is no such slice.");
      return;
    }
    var table = new Table(List.of("SLICE", "DAY", "STATE", "VERSIONS", "WOULD GO", "DUE", "WHY"));
    int shown = 0;
    for (var slice : slices) {
      if (shown++ < SHOWN) {
        table.row(
            List.of(
                name(slice),
                text(slice, "day"),
                text(slice, "state"),
                text(slice, "versions"),
                text(slice, "leaving"),
                orDash(times.ago(slice.path("due").asText(""))),
                text(slice, "why")));
      }
    }
    print(table);
    if (slices.size() > SHOWN) {
      terminal.line("and " + (slices.size() - SHOWN) + " more; --json shows all");
    }
    if (slices.size() == 1 && slices.get(0).hasNonNull("evidence")) {
      evidence(slices.get(0).path("evidence"));
    }
  }

  private void evidence(JsonNode evidence) {
    evidence
        .properties()
        .forEach(field -> {
          if (field.getKey().equals("proofs")) {
            field.getValue().forEach(proof -> terminal.line("  proof: " + proof));
          } else {
            terminal.line(
                "  "
                    + field.getKey()
                    + ": "
                    + field.getValue().asText(field.getValue().toString()));
          }
        });
  }

  void simulation(JsonNode answer) {
    slices(answer.path("slices"));
    terminal.line(
        "Until the end of %s, %d versions would leave their tier, once they are proven."
            .formatted(text(answer, "date"), answer.path("versions").asLong()));
  }

  void verified(JsonNode result) {
    for (var what : List.of("damaged", "different")) {
      for (var found : result.path(what)) {
        terminal.line(terminal.styled(Style.RED, Terminal.printable(found.toString())));
      }
    }
    terminal.line(
        "%d slices with %d versions are proven; %d are not over or not read yet."
            .formatted(
                result.path("slices").asLong(),
                result.path("versions").asLong(),
                result.path("waiting").size()));
  }

  String done(JsonNode job) {
    var result = job.path("result");
    long versions = result.path("versions").asLong();
    if (job.path("kind").asText().equals("restore")) {
      return "%d versions of %s to %s are back in %s until %s."
          .formatted(
              versions,
              text(result, "from"),
              text(result, "to"),
              text(result, "tier"),
              text(result, "until"));
    }
    if (result.has("damaged")) {
      return repaired(result);
    }
    return result.path("from").asText().equals("log")
        ? text(result, "tier")
            + " reads the log again; 'alluvium tiers status' shows how far it is."
        : "%s has %d versions from cold and reads on.".formatted(text(result, "tier"), versions);
  }

  private static String repaired(JsonNode result) {
    var said =
        new StringBuilder(
            "%d of %d damaged files of cold are made anew from the log."
                .formatted(result.path("files").asLong(), result.path("damaged").asLong()));
    for (var table : result.path("tables")) {
      said.append("%nTable %s is read from its topic again.".formatted(table.asText()));
    }
    for (var lost : result.path("lost")) {
      said.append(
          "%nLOST unless you put it back from a backup: %s, %d rows of %s. The log no longer has them."
              .formatted(text(lost, "file"), lost.path("rows").asLong(), text(lost, "day")));
      said.append(
          " Hot and warm show %d versions of them, in part: %s"
              .formatted(lost.path("known").asLong(), lost.path("events")));
    }
    return said.toString();
  }

  private void print(Table table) {
    var lines = table.lines();
    terminal.line(terminal.styled(Style.DIM, lines.getFirst()));
    lines.stream().skip(1).forEach(terminal::line);
  }

  private static String name(JsonNode slice) {
    return slice.path("tier").asText() + "/" + slice.path("shard").asInt();
  }

  private static String size(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
  }

  private static String text(JsonNode node, String field) {
    return orDash(Terminal.printable(node.path(field).asText("")));
  }

  private static String orDash(String text) {
    return text.isEmpty() || text.equals("null") ? "-" : text;
  }
}
