package io.alluvium.app.cli;

import io.alluvium.app.UserError;
import io.alluvium.app.config.Nearest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a command line and turns whatever goes wrong into one line and an exit code. */
public final class Commands {
  private Commands() {}

  /** Runs the command of this process; returns its exit code. */
  public static int run(String... arguments) {
    return run(Session.system(), arguments);
  }

  static int run(Session session, String... arguments) {
    Logs.asAsked(session.environment());
    return commandLine(session)
        .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  static CommandLine commandLine(Session session) {
    var terminal = session.terminal();
    var line = new CommandLine(RootCommand.class, new CommandFactory(session));
    // A misspelt option after --watch is no path.
    line.setUnmatchedOptionsAllowedAsOptionParameters(false);
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setColorScheme(colours(terminal));
    line.setUsageHelpWidth(Math.max(80, terminal.width()));
    line.setUsageHelpAutoWidth(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, args) -> tellUsage(terminal, e));
    line.setExecutionExceptionHandler((e, command, result) -> tell(terminal, e, result));
    return line;
  }

  private static CommandLine.Help.ColorScheme colours(Terminal terminal) {
    var ansi = terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
    return CommandLine.Help.defaultColorScheme(ansi);
  }

  private static int tell(Terminal terminal, Exception failure, ParseResult parsed) {
    if (failure instanceof UserError error) {
      terminal.err().println(terminal.styled(Style.RED, "error: ") + error.line());
      return ExitCode.FAILED;
    }
    LoggerFactory.getLogger(Commands.class).error("{} failed", parsed.originalArgs(), failure);
    var error =
        new UserError(
            "UNEXPECTED",
            ended("Something went wrong that should not: " + describe(failure)),
            "Run it again with ALLUVIUM_LOG=debug for the details, and please report it.");
    terminal.err().println(terminal.styled(Style.RED, "error: ") + error.line());
    return ExitCode.FAILED;
  }

  private static String describe(Throwable failure) {
    Throwable root = failure;
    while (root instanceof ExecutionException && root.getCause() != null) {
      root = root.getCause();
    }
    var message = root.getMessage();
    var name = root.getClass().getSimpleName();
    return message == null ? name : name + ": " + message;
  }

  private static int tellUsage(Terminal terminal, ParameterException e) {
    var command = e.getCommandLine();
    var hint =
        suggestion(e)
            .map(nearest -> " Did you mean '" + nearest + "'?")
            .orElse(" Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    PrintWriter err = terminal.err();
    var message = String.valueOf(e.getMessage()).lines().findFirst().orElse("Wrong command line");
    err.println(terminal.styled(Style.RED, "error: ") + ended(message) + hint + " [USAGE]");
    return ExitCode.USAGE;
  }

  private static String ended(String sentence) {
    return sentence.endsWith(".") || sentence.endsWith("?") ? sentence : sentence + ".";
  }

  private static Optional<String> suggestion(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return Optional.empty();
    }
    var word = unmatched.getUnmatched().getFirst().split("=", 2)[0];
    var spec = e.getCommandLine().getCommandSpec();
    Collection<String> candidates =
        word.startsWith("-") ? optionNames(spec.optionsMap()) : spec.subcommands().keySet();
    return Nearest.to(word, candidates);
  }

  private static List<String> optionNames(Map<String, CommandLine.Model.OptionSpec> options) {
    var names = new ArrayList<String>();
    options.forEach((name, option) -> {
      if (!option.hidden()) {
        names.add(name);
      }
    });
    return names;
  }
}
