package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alluvium search}: finds events by their words. */
@Command(
    name = "search",
    description = "Find events by their words; without words, the newest ones.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  alluvium search 'retry policy'",
      "  alluvium search parseHeader --kind commit --since 30d",
      "  alluvium search \"\" --source docs --limit 5 --json | jq '.hits[].title'"
    })
final class SearchCommand implements Runnable {
  @Mixin private final ClientOptions client = new ClientOptions();

  @Parameters(arity = "0..*", paramLabel = "WORDS", description = "What to look for.")
  private List<String> words = List.of();

  @Option(names = "--source", paramLabel = "NAME", description = "Only events of this source.")
  private @Nullable String source;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only events of this kind, such as file or commit.")
  private @Nullable String kind;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Since.Converter.class,
      description = "Only what happened within this time, such as 90m, 12h, 7d or 2w.")
  private @Nullable Since since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description = "Hits to show. Default: ${DEFAULT-VALUE}.")
  private int limit;

  private final Session session;

  SearchCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var node = client.connect(session)) {
      if (client.json()) {
        session.terminal().line(node.get("/api/v1/search", parameters()).strip());
      } else {
        print(node.getJson("/api/v1/search", parameters()));
      }
    }
  }

  private Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("q", String.join(" ", words));
    parameters.put("limit", Integer.toString(limit));
    put(parameters, "source", source);
    put(parameters, "kind", kind);
    put(parameters, "since", since == null ? null : since.text());
    return parameters;
  }

  private static void put(Map<String, String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }

  private void print(JsonNode answer) {
    var terminal = session.terminal();
    var hits = answer.path("hits");
    if (hits.isEmpty()) {
      terminal.line("Nothing found.");
    } else {
      var printer = new HitPrinter(terminal, session.clock());
      hits.forEach(printer::print);
      terminal.line(terminal.styled(Style.DIM, summary(answer, hits.size())));
    }
    if (!answer.path("complete").asBoolean(true)) {
      terminal
          .err()
          .println(
              "Not everything answered: "
                  + Json.line(answer.path("parts"))
                  + ". The answer may lack hits.");
    }
  }

  private static String summary(JsonNode answer, int shown) {
    long total = answer.path("total").asLong(shown);
    var bound = answer.path("totalIsExact").asBoolean(true) ? "" : "at least ";
    return "%d of %s%d in %d ms".formatted(shown, bound, total, answer.path("tookMs").asLong());
  }
}
