package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.app.UserError;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells how the first read goes, then that all is watched, then only what changes: a source that
 * fails, one that works again.
 */
final class Progress {
  private static final long REDRAW_MS = 250;
  private static final long LOOK_MS = 2_000;
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** So few records behind, the index is as good as current: sources may go on producing. */
  private static final long NEARLY_CURRENT = 50;

  /**
   * What lies between two readers is in nobody's count for a moment, and counts are published each
   * second; so all must stay as it is for two.
   */
  private static final int CALM_LOOKS = 8;

  private final Terminal terminal;
  private final int port;
  private final StopSignal stop;
  private final ProgressLine line;
  private final Map<String, String> troubles = new HashMap<>();
  private JsonNode lastSources = Json.parse("[{\"state\":\"starting\"}]");
  private JsonNode lastStatus = Json.parse("{}");
  private int calmLooks;
  private long lastCounted;
  private long lastReport = System.nanoTime();

  Progress(Terminal terminal, int port, StopSignal stop) {
    this.terminal = terminal;
    this.port = port;
    this.stop = stop;
    this.line = new ProgressLine(terminal);
  }

  /** Returns when the end is asked for. */
  void follow() {
    try (var node = NodeClient.local(port)) {
      while (!stop.asked() && !isDone(node)) {
        stop.await(REDRAW_MS);
      }
      if (!stop.asked()) {
        terminal.clearLine();
        terminal.line(watching());
      }
      while (!stop.await(LOOK_MS)) {
        look(node);
      }
    }
  }

  /** Looks once at the first read and shows how it goes; true when all of it can be found. */
  private boolean isDone(NodeClient node) {
    look(node);
    var read = FirstRead.of(lastSources);
    long toIndex = lastStatus.path("hotLag").asLong(-1);
    long counted = read.read() + lastStatus.path("entities").asLong();
    boolean current = toIndex >= 0 && toIndex <= NEARLY_CURRENT && counted == lastCounted;
    lastCounted = counted;
    calmLooks = read.over() && current ? calmLooks + 1 : 0;
    if (calmLooks == CALM_LOOKS) {
      return true;
    }
    var text = read.over() ? line.indexing(toIndex) : line.reading(read);
    if (terminal.interactive()) {
      terminal.rewrite(text);
    } else if (System.nanoTime() - lastReport > REPORT_NANOS) {
      lastReport = System.nanoTime();
      terminal.line(text);
    }
    return false;
  }

  private void look(NodeClient node) {
    try {
      lastSources = node.sources();
      lastStatus = node.status();
    } catch (UserError notAnsweringRightNow) {
      // a busy or stopping node; the next look tells
      return;
    }
    for (var source : lastSources) {
      tell("Source " + source.path("name").asText(), trouble(source));
    }
    tell("Node", trouble(lastStatus));
  }

  private static String trouble(JsonNode json) {
    return json.hasNonNull("error") ? json.path("error").asText() : "";
  }

  /** Says what is wrong with something when that changes. */
  private void tell(String what, String trouble) {
    var before = troubles.put(what, trouble);
    if (trouble.equals(before == null ? "" : before)) {
      return;
    }
    terminal.clearLine();
    terminal.line(
        trouble.isEmpty()
            ? terminal.styled(Style.GREEN, what + " works again")
            : terminal.styled(Style.RED, what + ": ") + Terminal.printable(trouble));
  }

  private String watching() {
    return String.format(
        Locale.ROOT,
        "%s for changes; %,d things can be found. Ctrl-C stops.",
        terminal.styled(Style.GREEN, "Watching"),
        lastStatus.path("entities").asLong());
  }
}
