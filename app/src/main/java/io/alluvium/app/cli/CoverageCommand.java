package io.alluvium.app.cli;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alluvium coverage}: what is proven complete, as of when, and what is not. */
@Command(
    name = "coverage",
    description = "Show what is proven complete, as of when, with which guarantees, and the gaps.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  alluvium coverage",
      "  alluvium coverage --source docs --json",
    })
final class CoverageCommand implements Runnable {
  @Mixin private final ClientOptions client = new ClientOptions();

  @Option(names = "--source", paramLabel = "NAME", description = "Only this source.")
  private @Nullable String source;

  private final Session session;

  CoverageCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var parameters =
        Optional.ofNullable(source).map(name -> Map.of("source", name)).orElse(Map.of());
    try (var node = client.connect(session)) {
      if (client.json()) {
        session.terminal().line(node.get("/api/v1/coverage", parameters).strip());
      } else {
        var coverage = node.getJson("/api/v1/coverage", parameters);
        new CoveragePrinter(session.terminal(), session.clock()).print(coverage);
      }
    }
  }
}
