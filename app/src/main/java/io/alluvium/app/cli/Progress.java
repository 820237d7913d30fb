package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.app.UserError;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Tells how the first read goes, then that all is watched, then only what changes: a source that
 * fails, one that works again.
 */
final class Progress {
  private static final long REDRAW_MS = 250;
  private static final long REPORT_MS = 3_000;
  private static final long LOOK_MS = 2_000;
  private static final int BAR = 24;

  private final Terminal terminal;
  private final int port;
  private final StopSignal stop;
  private final Map<String, String> troubles = new HashMap<>();
  private final Rate rate = new Rate();
  private JsonNode lastSeen = Json.parse("[{\"state\":\"starting\"}]");
  private boolean drawn;
  private long lastReport;

  Progress(Terminal terminal, int port, StopSignal stop) {
    this.terminal = terminal;
    this.port = port;
    this.stop = stop;
  }

  /** Returns when the end is asked for. */
  void follow() {
    try (var node = NodeClient.local(port)) {
      while (!stop.asked() && !looked(node)) {
        stop.await(REDRAW_MS);
      }
      clear();
      if (!stop.asked()) {
        terminal.line(
            terminal.styled(Style.GREEN, "Watching") + " for changes. Ctrl-C stops the node.");
      }
      while (!stop.await(LOOK_MS)) {
        tellTroubles(sources(node));
        tell("Node", fault(node));
      }
    }
  }

  /** Looks once at the first read; true when it is over. */
  private boolean looked(NodeClient node) {
    var sources = sources(node);
    tellTroubles(sources);
    var reading = FirstRead.of(sources);
    if (reading.over()) {
      return true;
    }
    long perSecond = rate.of(reading.read());
    if (terminal.interactive()) {
      terminal.rewrite(bar(reading, perSecond));
      drawn = true;
    } else if (System.nanoTime() - lastReport > REPORT_MS * 1_000_000L || lastReport == 0) {
      lastReport = System.nanoTime();
      terminal.line(plain(reading, perSecond));
    }
    return false;
  }

  private JsonNode sources(NodeClient node) {
    try {
      lastSeen = node.sources();
    } catch (UserError notAnsweringRightNow) {
      // a busy or stopping node; the next look tells
    }
    return lastSeen;
  }

  private void tellTroubles(JsonNode sources) {
    for (var source : sources) {
      var trouble = source.hasNonNull("error") ? source.path("error").asText() : "";
      tell("Source " + source.path("name").asText(), trouble);
    }
  }

  private static String fault(NodeClient node) {
    try {
      var status = node.status();
      return status.hasNonNull("error") ? status.path("error").asText() : "";
    } catch (UserError notAnsweringRightNow) {
      return "";
    }
  }

  /** Says what is wrong with something when that changes. */
  private void tell(String what, String trouble) {
    var before = troubles.put(what, trouble);
    if (trouble.equals(before == null ? "" : before)) {
      return;
    }
    clear();
    terminal.line(
        trouble.isEmpty()
            ? terminal.styled(Style.GREEN, what + " works again")
            : terminal.styled(Style.RED, what + ": ") + Terminal.printable(trouble));
  }

  private void clear() {
    if (drawn) {
      terminal.rewrite("\r");
      drawn = false;
    }
  }

  private String bar(FirstRead reading, long perSecond) {
    if (reading.total() <= 0) {
      return plain(reading, perSecond);
    }
    int full = (int) (BAR * reading.done() / reading.total());
    return "Reading  "
        + terminal.styled(Style.CYAN, "━".repeat(full))
        + terminal.styled(Style.DIM, "─".repeat(BAR - full))
        + numbers(reading, perSecond);
  }

  private static String plain(FirstRead reading, long perSecond) {
    return reading.total() <= 0
        ? String.format(Locale.ROOT, "Reading  %,d events", reading.read())
        : "Reading" + numbers(reading, perSecond);
  }

  private static String numbers(FirstRead reading, long perSecond) {
    return String.format(
        Locale.ROOT,
        "  %d %%  %,d of %,d  %,d/s",
        100 * reading.done() / reading.total(),
        reading.done(),
        reading.total(),
        perSecond);
  }
}
