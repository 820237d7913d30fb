package io.alluvium.app.cli;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.node.StartListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What {@code up} says while a node starts and stops. Silent until the first step: what is wrong
 * before that is one line of error and nothing else, and leaves no log behind.
 */
final class UpTalk implements StartListener {
  private final Terminal terminal;
  private final NodePlan plan;
  private final Optional<Path> file;
  private final StopSignal stop;
  private boolean introduced;
  private long since = System.nanoTime();

  /**
   * @param file where settings come from; empty when there is no file
   */
  UpTalk(Terminal terminal, NodePlan plan, Optional<Path> file, StopSignal stop) {
    this.terminal = terminal;
    this.plan = plan;
    this.file = file;
    this.stop = stop;
  }

  @Override
  public void step(String what) {
    if (!introduced) {
      introduced = true;
      Logs.toFile(plan.config().dataDir());
      introduce();
    }
    var text = terminal.styled(Style.DIM, "  " + what);
    // On the way down one line is enough for all that is being finished.
    if (stop.asked() && terminal.interactive()) {
      terminal.rewrite(text);
    } else {
      terminal.line(text);
    }
  }

  private void introduce() {
    terminal.line(terminal.styled(Style.BOLD, "Alluvium " + Version.current()));
    var facts = new ArrayList<String>();
    facts.add("data in " + plan.config().dataDir());
    file.ifPresent(path -> facts.add("settings from " + path));
    terminal.line(terminal.styled(Style.DIM, "  " + String.join(", ", facts)));
    if (plan.config().sources().isEmpty()) {
      terminal.line("  no sources; name directories with --watch");
    }
    for (var path : plan.watched()) {
      terminal.line("  watching " + path.path() + " as source '" + path.name() + "'");
    }
  }

  /** The node runs. */
  void ready() {
    terminal.line(terminal.styled(Style.GREEN, "Ready") + " in " + elapsed());
    terminal.line("  page    http://127.0.0.1:" + plan.config().httpPort() + "/");
    terminal.line("  search  alluvium search 'words'" + where());
  }

  /** The way down begins. */
  void stopping() {
    since = System.nanoTime();
  }

  /** The node has stopped. */
  void stopped() {
    terminal.clearLine();
    terminal.line(
        terminal.styled(
            Style.BOLD, "Stopped in " + elapsed() + ". Start again to go on from here."));
  }

  /** What a second command must say to find this node. */
  private String where() {
    var directory = plan.config().dataDir();
    return directory.equals(NodeConfig.of(Map.of()).dataDir()) ? "" : " --data-dir " + directory;
  }

  private String elapsed() {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    return "%d.%d s".formatted(millis / 1000, millis % 1000 / 100);
  }
}
