package io.alluvium.app.cli;

import java.util.LinkedHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alluvium version}. */
@Command(
    name = "version",
    description = "Show the version of Alluvium and of the Java it runs on.",
    footerHeading = "%nExample:%n",
    footer = "  alluvium version --json")
final class VersionCommand implements Runnable {
  @Mixin private final HelpOption help = new HelpOption();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Session session;

  VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("alluvium", Version.current());
    facts.put("java", Runtime.version().toString());
    facts.put("kafka", org.apache.kafka.common.utils.AppInfoParser.getVersion());
    if (json) {
      session.terminal().line(Json.line(facts));
    } else {
      facts.forEach((name, version) -> session.terminal().line(name + " " + version));
    }
  }
}
