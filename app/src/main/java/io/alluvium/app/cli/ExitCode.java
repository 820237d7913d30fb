package io.alluvium.app.cli;

/** What a command's exit code means; scripts rely on it. */
final class ExitCode {
  /** Done. */
  static final int OK = 0;

  /** It could not be done; one line on standard error says why and what to do. */
  static final int FAILED = 1;

  /** The command line itself was wrong. */
  static final int USAGE = 2;

  /** Stopped by Ctrl-C before it was done: 128 + SIGINT, as shells count. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
