package io.alluvium.app.cli;

import io.alluvium.app.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alluvium dead-letters}: records that were set aside, and what can be done with them. */
@Command(
    name = "dead-letters",
    description = "Show records that were set aside and why, and send them again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  alluvium dead-letters list --since 1d",
      "  alluvium dead-letters show 3-1042",
      "  alluvium dead-letters replay 3-1042",
      "  alluvium dead-letters replay --reason NOT_AVRO --source acme"
    })
final class DeadLettersCommand implements Runnable {
  private static final String PATH = "/api/v1/dead-letters";

  @Mixin private final ClientOptions client = new ClientOptions();

  private final Session session;

  DeadLettersCommand(Session session) {
    this.session = session;
  }

  /** Which dead letters. */
  static final class Filter {
    @Option(
        names = "--since",
        paramLabel = "AGE",
        converter = Since.Converter.class,
        description = "Only what was set aside since then, such as 12h or 7d.")
    private @Nullable Since since;

    @Option(names = "--source", paramLabel = "NAME", description = "Only of this source.")
    private @Nullable String source;

    @Option(names = "--reason", paramLabel = "CODE", description = "Only for this reason.")
    private @Nullable String reason;

    Map<String, String> parameters() {
      var parameters = new TreeMap<String, String>();
      if (since != null) {
        parameters.put("since", since.text());
      }
      if (source != null) {
        parameters.put("source", source);
      }
      if (reason != null) {
        parameters.put("reason", reason);
      }
      return parameters;
    }
  }

  @Override
  public void run() {
    print(client, Map.of());
  }

  @Command(
      name = "list",
      description = "List dead letters, newest first, and count them by reason.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  alluvium dead-letters list",
        "  alluvium dead-letters list --reason MISPLACED --since 7d --limit 100 --json"
      })
  void list(
      @Mixin ClientOptions options,
      @Mixin Filter filter,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "20",
              description = "Most to list; all are counted. Default: ${DEFAULT-VALUE}.")
          int limit) {
    var parameters = new TreeMap<>(filter.parameters());
    parameters.put("limit", Integer.toString(limit));
    print(options, parameters);
  }

  @Command(
      name = "show",
      description = "Show one dead letter: decoded as far as it can be, the rest in hexadecimal.",
      footerHeading = "%nExamples:%n",
      footer = {"  alluvium dead-letters show 3-1042"})
  void show(
      @Mixin ClientOptions options,
      @Parameters(paramLabel = "ID", description = "As 'list' shows it.") String id) {
    var path = PATH + "/" + NodeClient.segment(id);
    try (var node = options.connect(session)) {
      if (options.json()) {
        session.terminal().line(node.get(path, Map.of()).strip());
      } else {
        printer().show(node.getJson(path, Map.of()));
      }
    }
  }

  @Command(
      name = "replay",
      description = {
        "Send records again to where they lay, and say what became of them.",
        "What ingest knows already makes no new event."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  alluvium dead-letters replay 3-1042 5-17",
        "  alluvium dead-letters replay --reason NOT_AVRO --since 1d",
        "  alluvium dead-letters replay --all"
      })
  void replay(
      @Mixin ClientOptions options,
      @Mixin Filter filter,
      @Option(names = "--all", description = "All there are.") boolean all,
      @Parameters(paramLabel = "ID", arity = "0..*", description = "As 'list' shows them.")
          @Nullable List<String> ids) {
    var parameters = filter.parameters();
    var named = ids == null ? List.<String>of() : ids;
    if (named.isEmpty() == (parameters.isEmpty() && !all)) {
      throw new UserError(
          "REPLAY_WHAT",
          "Say which dead letters: by id, or by --reason, --source and --since, or --all.",
          "See 'alluvium dead-letters list'.");
    }
    var requests = new ArrayList<String>();
    named.forEach(id -> requests.add(PATH + "/" + NodeClient.segment(id) + "/replay"));
    if (named.isEmpty()) {
      requests.add(NodeClient.withParameters(PATH + "/replay", parameters));
    }
    try (var node = options.connect(session)) {
      for (var request : requests) {
        var answer = node.send("POST", request, "").strip();
        if (options.json()) {
          session.terminal().line(answer);
        } else {
          printer().replayed(Json.parse(answer));
        }
      }
    }
  }

  private void print(ClientOptions options, Map<String, String> parameters) {
    try (var node = options.connect(session)) {
      if (options.json()) {
        session.terminal().line(node.get(PATH, parameters).strip());
      } else {
        printer().list(node.getJson(PATH, parameters));
      }
    }
  }

  private DeadLetterPrinter printer() {
    return new DeadLetterPrinter(session.terminal(), session.clock());
  }
}
