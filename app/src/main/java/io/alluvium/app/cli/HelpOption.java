package io.alluvium.app.cli;

import picocli.CommandLine.Option;

/** {@code --help}, the same on every command. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  private boolean help;
}
