package io.alluvium.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alluvium preview}: what a source would publish. */
@Command(
    name = "preview",
    description = {
      "Print what a source would publish, without Kafka and without keeping anything.",
      "Ends when everything has been read once."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  alluvium preview --watch . --limit 20",
      "  alluvium preview --watch ~/notes --json | jq -r .entityKey"
    })
final class PreviewCommand implements Callable<Integer> {
  @Mixin private final HelpOption help = new HelpOption();

  @Option(
      names = "--watch",
      required = true,
      paramLabel = "PATH",
      description = "Directory to read.")
  private Path watch = Path.of("");

  @Option(names = "--limit", paramLabel = "N", description = "End after so many events.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--json", description = "Print one line of JSON per event.")
  private boolean json;

  private final Session session;

  PreviewCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var watched =
        WatchedPaths.of(List.of(watch), session.directory(), Map.of(), List.of()).getFirst();
    var terminal = session.terminal();
    var printer = new RecordPrinter(terminal, session.clock(), json);
    long printed =
        new PreviewRun(watched, limit)
            .run(event -> {
              terminal.line(json ? Json.line(event) : printer.line("", event));
              return !terminal.gone();
            });
    if (!json) {
      terminal.line(terminal.styled(Style.DIM, printed + (printed == 1 ? " event" : " events")));
    }
    return ExitCode.OK;
  }
}
