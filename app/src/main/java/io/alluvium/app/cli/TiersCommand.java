package io.alluvium.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.app.UserError;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alluvium tiers}: what is kept where, why, and whether it is sound. */
@Command(
    name = "tiers",
    description = "Show what the tiers keep and what leaves them when, and verify them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  alluvium tiers status",
      "  alluvium tiers explain --tier hot --day 2026-11-19",
      "  alluvium tiers simulate 2026-12-24",
      "  alluvium tiers verify",
      "  alluvium tiers rebuild warm",
      "  alluvium tiers restore 2026-11-01 2026-11-03"
    })
final class TiersCommand implements Runnable {
  private static final String PATH = "/api/v1/tiers";

  @Mixin private final ClientOptions client = new ClientOptions();

  private final Session session;

  TiersCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    status(client);
  }

  @Command(
      name = "status",
      description =
          "Show how much each tier keeps of which days, how far it is behind, and ageing.",
      footerHeading = "%nExamples:%n",
      footer = {"  alluvium tiers status", "  alluvium tiers status --json"})
  void status(@Mixin ClientOptions options) {
    try (var node = options.connect(session)) {
      if (options.json()) {
        session.terminal().line(node.get(PATH, Map.of()).strip());
      } else {
        printer().status(node.getJson(PATH, Map.of()));
      }
    }
  }

  @Command(
      name = "explain",
      description = "Show why slices have not left a tier yet, or by which proof they have.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  alluvium tiers explain",
        "  alluvium tiers explain --tier hot --day 2026-11-19 --shard 3 --json"
      })
  void explain(
      @Mixin ClientOptions options,
      @Option(names = "--tier", paramLabel = "TIER", description = "hot or warm.")
          @Nullable String tier,
      @Option(names = "--day", paramLabel = "DATE", description = "Only this day (UTC).")
          @Nullable String day,
      @Option(names = "--shard", paramLabel = "N", description = "Only this shard.")
          @Nullable Integer shard) {
    var parameters = new TreeMap<String, String>();
    if (tier != null) {
      parameters.put("tier", tier);
    }
    if (day != null) {
      parameters.put("day", day);
    }
    if (shard != null) {
      parameters.put("shard", shard.toString());
    }
    try (var node = options.connect(session)) {
      var slices = node.getJson(PATH + "/slices", parameters);
      if (options.json()) {
        session.terminal().line(slices.toString());
      } else {
        printer().slices(slices.path("slices"));
      }
    }
  }

  @Command(
      name = "simulate",
      description = "Show what would leave its tier until the end of a date, if all is proven.",
      footerHeading = "%nExamples:%n",
      footer = {"  alluvium tiers simulate 2026-12-24"})
  void simulate(
      @Mixin ClientOptions options,
      @Parameters(paramLabel = "DATE", description = "Such as 2026-12-24 (UTC).") String date) {
    try (var node = options.connect(session)) {
      var answer = node.getJson(PATH + "/simulate", Map.of("date", date));
      if (options.json()) {
        session.terminal().line(answer.toString());
      } else {
        printer().simulation(answer);
      }
    }
  }

  @Command(
      name = "verify",
      description = {
        "Read every file of every tier and compare all slices with the tiers behind.",
        "Fails if anything is damaged or missing, and names it."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  alluvium tiers verify", "  alluvium tiers verify --json"})
  void verify(@Mixin ClientOptions options) {
    var job = finished(options, PATH + "/verify");
    var result = job.path("result");
    if (options.json()) {
      session.terminal().line(job.toString());
    } else {
      printer().verified(result);
    }
    if (!result.path("sound").asBoolean()) {
      throw new UserError(
          "TIERS_UNSOUND",
          "The tiers are not sound: %d damaged, %d differ."
              .formatted(result.path("damaged").size(), result.path("different").size()),
          "See above; nothing has been dropped or changed.");
    }
  }

  @Command(
      name = "rebuild",
      description = {
        "Make a tier anew, from the log or from cold; of cold, only what is damaged, unless --from log",
        "is said.",
        "Searches ask the old one until each shard of the new one is there."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  alluvium tiers rebuild hot", "  alluvium tiers rebuild warm --from cold"})
  void rebuild(
      @Mixin ClientOptions options,
      @Parameters(paramLabel = "TIER", description = "hot, warm or cold.") String tier,
      @Option(
              names = "--from",
              paramLabel = "WHAT",
              description = "log or cold. Default: the log if it has everything.")
          @Nullable String from) {
    var parameters = from == null ? Map.<String, String>of() : Map.of("from", from);
    var path = PATH + "/" + NodeClient.segment(tier) + "/rebuild";
    report(options, finished(options, NodeClient.withParameters(path, parameters)));
  }

  @Command(
      name = "restore",
      description = {
        "Bring days back to the hot tier that it has dropped, from cold.",
        "This undoes a drop; after a while it is made again, on a new proof."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  alluvium tiers restore 2026-11-01",
        "  alluvium tiers restore 2026-11-01 2026-11-03 --keep 30"
      })
  void restore(
      @Mixin ClientOptions options,
      @Parameters(paramLabel = "FROM", description = "First day (UTC), such as 2026-11-01.")
          String from,
      @Parameters(paramLabel = "TO", arity = "0..1", description = "Last day. Default: the first.")
          @Nullable String to,
      @Option(
              names = "--keep",
              paramLabel = "DAYS",
              defaultValue = "7",
              description = "How many days it stays. Default: ${DEFAULT-VALUE}.")
          int days) {
    var parameters = new TreeMap<String, String>();
    parameters.put("from", from);
    parameters.put("to", to == null ? from : to);
    parameters.put("days", Integer.toString(days));
    report(options, finished(options, NodeClient.withParameters(PATH + "/restore", parameters)));
  }

  private void report(ClientOptions options, JsonNode job) {
    session.terminal().line(options.json() ? job.toString() : printer().done(job));
  }

  /** Begins a piece of work and follows it to its end. */
  private JsonNode finished(ClientOptions options, String path) {
    try (var node = options.connect(session)) {
      var begun = Json.parse(node.send("POST", path, ""));
      var job = new TierJob(session, node, options.json()).await(begun);
      if (job.path("state").asText().equals("failed")) {
        throw new UserError(
            "TIERS_FAILED",
            "It failed: " + job.path("error").asText() + ".",
            "See the log of the node; it can be run again.");
      }
      return job;
    }
  }

  private TiersPrinter printer() {
    return new TiersPrinter(session.terminal(), session.clock());
  }
}
