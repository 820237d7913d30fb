package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alluvium.app.UserError;
import io.alluvium.app.config.Nearest;
import io.alluvium.app.sources.SourceAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code alluvium sources}: how each source is doing, and what can be done to it. */
@Command(
    name = "sources",
    description = "Show every source: state, how far it is, counts, and its error if it has one.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  alluvium sources",
      "  alluvium sources add docs files files.path=/srv/docs",
      "  alluvium sources reset docs       read everything again; nothing is published twice",
      "  alluvium sources remove docs      stop following it; what was found stays"
    })
final class SourcesCommand implements Runnable {
  private static final String PATH = "/api/v1/sources";

  @Mixin private final ClientOptions client = new ClientOptions();

  private final Session session;

  SourcesCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var node = client.connect(session)) {
      if (client.json()) {
        session.terminal().line(node.get(PATH, Map.of()).strip());
      } else {
        var answer = node.getJson(PATH, Map.of());
        var table = new SourcesPrinter(session.terminal(), session.clock());
        table.print(answer.path("sources"));
        table.printTotal(answer.path("total"));
      }
    }
  }

  @Command(
      name = "add",
      description = "Add a source, or give one other settings; it stays over restarts.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  alluvium sources add docs files files.path=/srv/docs",
        "  alluvium sources add acme github github.repositories=acme/*"
            + " 'github.tokens=${env:GITHUB_TOKEN}'"
      })
  void add(
      @Mixin ClientOptions options,
      @Parameters(paramLabel = "NAME", description = "Name of the source.") String name,
      @Parameters(paramLabel = "CONNECTOR", description = "Connector, such as files or github.")
          String connector,
      @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "Its settings.")
          Map<String, String> settings) {
    var body = new TreeMap<String, String>();
    if (settings != null) {
      body.putAll(settings);
    }
    body.put("connector.class", connector);
    try (var node = options.connect(session)) {
      node.send("PUT", PATH + "/" + NodeClient.segment(name), Json.line(body));
    }
    tell(options, name, "is added");
  }

  @Command(name = "status", description = "Show one source and what its last run did.")
  void status(
      @Mixin ClientOptions options,
      @Parameters(paramLabel = "NAME", description = "The source.") String name) {
    try (var node = options.connect(session)) {
      checkKnown(node, name);
      var path = PATH + "/" + NodeClient.segment(name);
      if (options.json()) {
        session.terminal().line(node.get(path, Map.of()).strip());
      } else {
        var source = node.getJson(path, Map.of());
        var table = new SourcesPrinter(session.terminal(), session.clock());
        table.print(JsonNodeFactory.instance.arrayNode().add(source));
        new RunPrinter(session.terminal(), session.clock()).print(source.path("run"));
      }
    }
  }

  @Command(name = "reset", description = "Read a source again from the beginning.")
  void reset(
      @Mixin ClientOptions options,
      @Parameters(paramLabel = "NAME", description = "The source.") String name) {
    act(options, name, SourceAction.RESET, "reads again from the beginning");
  }

  @Command(name = "remove", description = "Stop following a source; what was found stays.")
  void remove(
      @Mixin ClientOptions options,
      @Parameters(paramLabel = "NAME", description = "The source.") String name) {
    try (var node = options.connect(session)) {
      checkKnown(node, name);
      node.send("DELETE", PATH + "/" + NodeClient.segment(name), "");
    }
    tell(options, name, "is removed; its events stay");
  }

  @Command(name = "pause", description = "Let a source rest until 'resume'.")
  void pause(
      @Mixin ClientOptions options,
      @Parameters(paramLabel = "NAME", description = "The source.") String name) {
    act(options, name, SourceAction.PAUSE, "is paused");
  }

  @Command(name = "resume", description = "Let a paused source go on.")
  void resume(
      @Mixin ClientOptions options,
      @Parameters(paramLabel = "NAME", description = "The source.") String name) {
    act(options, name, SourceAction.RESUME, "goes on");
  }

  @Command(name = "sync", description = "Look at once for what is new.")
  void sync(
      @Mixin ClientOptions options,
      @Parameters(paramLabel = "NAME", description = "The source.") String name) {
    act(options, name, SourceAction.SYNC, "looks for what is new");
  }

  private void act(ClientOptions options, String name, SourceAction action, String done) {
    try (var node = options.connect(session)) {
      checkKnown(node, name);
      node.send("POST", PATH + "/" + NodeClient.segment(name) + "/" + action.word(), "");
    }
    tell(options, name, done);
  }

  private void tell(ClientOptions options, String name, String done) {
    var answer = Map.of("source", name, "done", done);
    session.terminal().line(options.json() ? Json.line(answer) : name + " " + done + ".");
  }

  private static void checkKnown(NodeClient node, String name) {
    var names = new ArrayList<String>();
    for (JsonNode source : node.sources()) {
      names.add(source.path("name").asText());
    }
    if (!names.contains(name)) {
      throw new UserError(
          "SOURCE_UNKNOWN", "There is no source '" + name + "'.", remedy(name, names));
    }
  }

  private static String remedy(String name, List<String> names) {
    return Nearest.to(name, names)
        .map(nearest -> "Did you mean '" + nearest + "'?")
        .orElse(
            names.isEmpty() ? "There are none." : "There are: " + String.join(", ", names) + ".");
  }
}
