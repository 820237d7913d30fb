package io.alluvium.app.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code alluvium completion}: what a shell needs to complete our command line. */
@Command(
    name = "completion",
    description = "Print the completion script for bash and zsh.",
    footerHeading = "%nExample:%n",
    footer = "  source <(alluvium completion)")
final class CompletionCommand implements Runnable {
  @Mixin private final HelpOption help = new HelpOption();

  private final Session session;

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    session.terminal().out().print(AutoComplete.bash("alluvium", Commands.commandLine(session)));
    session.terminal().out().flush();
  }
}
