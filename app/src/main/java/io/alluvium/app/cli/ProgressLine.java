package io.alluvium.app.cli;

import java.util.Locale;

/** One line about the first read: a bar where a person looks on, numbers everywhere. */
final class ProgressLine {
  private static final int BAR = 24;

  private final Terminal terminal;
  private final Rate rate = new Rate();

  ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Sources are being read. */
  String reading(FirstRead read) {
    long perSecond = rate.of(read.read());
    if (read.total() <= 0) {
      return String.format(Locale.ROOT, "Reading  %,d events, %,d/s", read.read(), perSecond);
    }
    return String.format(
        Locale.ROOT,
        "Reading  %s%d %%  %,d of %,d, %,d/s",
        bar(read.done(), read.total()),
        100 * read.done() / read.total(),
        read.done(),
        read.total(),
        perSecond);
  }

  /** Everything is read, not everything can be found yet; below 1: nobody knows how much. */
  String indexing(long toGo) {
    return toGo <= 0 ? "Indexing" : String.format(Locale.ROOT, "Indexing  %,d to go", toGo);
  }

  private String bar(long done, long total) {
    if (!terminal.interactive()) {
      return "";
    }
    int full = (int) (BAR * done / total);
    return terminal.styled(Style.CYAN, "━".repeat(full))
        + terminal.styled(Style.DIM, "─".repeat(BAR - full))
        + "  ";
  }
}
