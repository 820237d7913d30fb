package io.alluvium.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alluvium} itself: says which commands there are. */
@Command(
    name = "alluvium",
    description = "One clean, deduplicated, searchable stream of what happens in your sources.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = false,
    subcommands = {
      UpCommand.class,
      SearchCommand.class,
      SourcesCommand.class,
      CoverageCommand.class,
      TiersCommand.class,
      DeadLettersCommand.class,
      TailCommand.class,
      PreviewCommand.class,
      SimulateCommand.class,
      DoctorCommand.class,
      CompletionCommand.class,
      VersionCommand.class,
      WarmUpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  alluvium up --watch .                 follow this directory and its git history",
      "  alluvium search 'open file limit'     find it",
      "  alluvium tail                         see events as they come",
      "  alluvium COMMAND --help               all about one command",
      "",
      "Exit codes: 0 done, 1 failed (one line says why and what to do), 2 wrong command line."
    })
final class RootCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      description = "Show the version and exit.")
  private boolean version;

  private final Session session;

  RootCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (version) {
      session.terminal().line("alluvium " + Version.current());
    } else {
      Commands.commandLine(session).usage(session.terminal().out());
    }
  }
}
