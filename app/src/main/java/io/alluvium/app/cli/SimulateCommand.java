package io.alluvium.app.cli;

import io.alluvium.app.UserError;
import io.alluvium.simulators.github.GitHubSimulator;
import io.alluvium.simulators.github.GitHubSimulatorOptions;
import io.alluvium.simulators.github.LimitRules;
import io.alluvium.simulators.github.scenario.Scenario;
import io.alluvium.simulators.github.state.OrganisationGenerator;
import io.alluvium.simulators.github.state.OrganisationSize;
import io.alluvium.simulators.scenario.ScenarioException;
import io.alluvium.simulators.slack.SlackOptions;
import io.alluvium.simulators.slack.SlackSimulator;
import io.alluvium.simulators.slack.scenario.SlackScenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alluvium simulate}: a GitHub or Slack of one's own, to try sources without the world. */
@Command(
    name = "simulate",
    description = "Run a simulated GitHub or Slack on this machine, to try a source on.",
    synopsisSubcommandLabel = "SYSTEM",
    footerHeading = "%nExamples:%n",
    footer = {
      "  alluvium simulate github --port 7001",
      "  alluvium simulate slack --port 7002 --messages 100000",
      "  alluvium simulate slack --scenario bad-day.yaml",
    })
final class SimulateCommand implements Runnable {
  private static final String ORGANISATION = "acme";
  private static final Duration LIFE = Duration.ofSeconds(1);

  @Mixin private final HelpOption help = new HelpOption();

  private final Session session;

  SimulateCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    throw new UserError(
        "SIMULATE_WHAT", "It is not said what to simulate.", "Say 'github' or 'slack'.");
  }

  @Command(name = "github", description = "A GitHub with an organisation in which work goes on.")
  void github(
      @Mixin HelpOption itsHelp,
      @Option(names = "--port", defaultValue = "7001", description = "Port to listen on.") int port,
      @Option(names = "--events", defaultValue = "2000", description = "Events there are.")
          int events,
      @Option(names = "--repositories", defaultValue = "5", description = "Repositories.")
          int repositories,
      @Option(names = "--limits", description = "Have GitHub's own rate limits.") boolean limits,
      @Option(names = "--still", description = "Let nothing change.") boolean still,
      @Option(
              names = "--scenario",
              paramLabel = "FILE",
              description = "Set it up as a YAML or JSON file says, and not as generated.")
          @Nullable Path scenario)
      throws InterruptedException {
    var options =
        GitHubSimulatorOptions.defaults()
            .onPort(port)
            .withLimits(limits ? LimitRules.GITHUB : LimitRules.NONE);
    try (var github = GitHubSimulator.start(options)) {
      if (scenario != null) {
        organisation(scenario, github);
      } else {
        var size = OrganisationSize.small().withEvents(events).withRepositories(repositories);
        OrganisationGenerator.generate(github.state(), ORGANISATION, size);
        if (!still) {
          github.liveOn(LIFE, size.seed());
        }
      }
      tell(
          "GitHub at " + github.url(),
          "alluvium sources add acme github github.api.url="
              + github.url()
              + " github.organisations="
              + ORGANISATION
              + " github.tokens="
              + GitHubSimulator.TOKEN);
    }
  }

  @Command(name = "slack", description = "A Slack workspace in which people talk.")
  void slack(
      @Mixin HelpOption itsHelp,
      @Option(names = "--port", defaultValue = "7002", description = "Port to listen on.") int port,
      @Option(names = "--messages", defaultValue = "2000", description = "Messages there are.")
          int messages,
      @Option(names = "--channels", defaultValue = "5", description = "Channels.") int channels,
      @Option(names = "--still", description = "Let nobody say anything.") boolean still,
      @Option(
              names = "--limits",
              defaultValue = "none",
              description = "Rate limits: none, tiers, or capped as for new outside apps.")
          SlackOptions.Limits limits,
      @Option(
              names = "--scenario",
              paramLabel = "FILE",
              description = "Set it up as a YAML or JSON file says, and not as generated.")
          @Nullable Path scenario)
      throws InterruptedException {
    var options =
        SlackOptions.empty()
            .on(port)
            .generated(messages, channels)
            .limited(limits, Duration.ofMinutes(1));
    try (var slack = scenario == null ? SlackSimulator.start(options) : workspace(scenario, port)) {
      if (scenario == null && !still) {
        slack.liveOn(LIFE);
      }
      tell(
          "Slack at " + slack.apiUrl(),
          "alluvium sources add chat slack slack.api.url="
              + slack.apiUrl()
              + " slack.token="
              + SlackOptions.TOKEN
              + " slack.app.token="
              + SlackOptions.APP_TOKEN);
    }
  }

  private void tell(String what, String how) throws InterruptedException {
    var terminal = session.terminal();
    terminal.line("A simulated " + what + ". Ctrl-C stops it.");
    terminal.line("Follow it with:");
    terminal.line("  " + how);
    // Until the process is ended: there is nothing to put in order.
    new CountDownLatch(1).await();
  }

  private static void organisation(Path file, GitHubSimulator github) {
    understood(
        file,
        at -> {
          Scenario.read(at).applyTo(github);
          return github;
        });
  }

  private static SlackSimulator workspace(Path file, int port) {
    return understood(file, at -> SlackScenario.read(at).start(port));
  }

  /** Something that a file says. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(Path file) throws IOException;
  }

  private static <T> T understood(Path file, Reading<T> reading) {
    try {
      return reading.of(file);
    } catch (ScenarioException e) {
      throw new UserError(
          "SCENARIO_INVALID", String.valueOf(e.getMessage()), "Correct " + file + ".", e);
    } catch (IOException e) {
      throw new UserError(
          "SCENARIO_UNREADABLE", file + " cannot be read.", "Name a file that can.", e);
    }
  }
}
