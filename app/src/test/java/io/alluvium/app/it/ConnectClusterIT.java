package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.app.connect.ConnectRest;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultRule;
import io.alluvium.simulators.github.GitHubSimulator;
import io.alluvium.simulators.github.GitHubSimulatorOptions;
import io.alluvium.simulators.github.state.OrganisationGenerator;
import io.alluvium.simulators.github.state.OrganisationSize;
import io.alluvium.simulators.slack.SlackOptions;
import io.alluvium.simulators.slack.SlackSimulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every connector on a cluster of two ordinary workers, of which the one that reads is killed in
 * the middle of its first reading; then everything is read again.
 */
@Tag("crash")
final class ConnectClusterIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PAGE = Duration.ofMillis(500);
  private static final int EVENTS = 900;
  private static final Map<String, String> QUICK =
      Map.of(
          "exactly.once.source.support", "enabled",
          "scheduled.rebalance.max.delay.ms", "2000",
          "session.timeout.ms", "6000",
          "heartbeat.interval.ms", "1000");

  @TempDir Path directory;
  private final TestNode node = TestNode.shared();

  @Test
  void losesNothingOfGithubAndPublishesNothingTwice() throws Exception {
    try (var github = GitHubSimulator.start(GitHubSimulatorOptions.defaults())) {
      OrganisationGenerator.generate(
          github.state(), "far-away", OrganisationSize.small().withEvents(EVENTS));
      github.faults().add(FaultRule.on("GET", "/repositories/", new Fault.Slow(PAGE)));
      var settings = settings("github");
      settings.put("github.api.url", github.url().toString());
      settings.put("github.organisations", "far-away");
      settings.put("github.tokens", GitHubSimulator.TOKEN);
      settings.put("github.poll.ms", "500");
      settings.put("github.mirror.dir", directory.resolve("mirrors").toString());
      survives("far-github", settings, github.faults()::clear);
    }
  }

  @Test
  void losesNothingOfSlackAndPublishesNothingTwice() throws Exception {
    try (var slack = SlackSimulator.start(SlackOptions.empty().generated(EVENTS, 3))) {
      slack.faults().add(FaultRule.on("GET", "conversations.history", new Fault.Slow(PAGE)));
      var settings = settings("slack");
      settings.put("slack.api.url", slack.apiUrl().toString());
      settings.put("slack.token", SlackOptions.TOKEN);
      settings.put("slack.page.size", "20");
      survives("far-slack", settings, slack.faults()::clear);
    }
  }

  @Test
  void losesNothingOfPostgresAndPublishesNothingTwice() throws Exception {
    try (var server = EmbeddedPostgres.builder().setServerConfig("wal_level", "logical").start();
        var database = server.getPostgresDatabase().getConnection();
        var statement = database.createStatement()) {
      statement.execute("CREATE TABLE notes (id int PRIMARY KEY, body text)");
      statement.execute("INSERT INTO notes SELECT i, 'n ' || i FROM generate_series(1, 900) i");
      var settings = settings("postgres");
      settings.put("postgres.host", "127.0.0.1");
      settings.put("postgres.port", Integer.toString(server.getPort()));
      settings.put("postgres.database", "postgres");
      settings.put("postgres.user", "postgres");
      settings.put("postgres.password", "postgres");
      settings.put("postgres.tables", "public.notes");
      settings.put("postgres.heartbeat.ms", "500");
      // A transaction per row or two: nothing else makes a database slow.
      settings.put("batch.events", "2");
      settings.put("batch.events.backlog", "2");
      survives("far-postgres", settings, () -> {});
    }
  }

  private void survives(String source, Map<String, String> settings, Runnable noLongerSlow)
      throws Exception {
    try (var one = OrdinaryWorker.start(node, source, directory.resolve("1"), QUICK);
        var two = OrdinaryWorker.start(node, source, directory.resolve("2"), QUICK)) {
      one.rest().put(source, settings);
      within(PATIENCE, "under way", () -> found(source) > EVENTS / 20);
      var reads = one.runsFirstTask(source) ? one : two;
      var other = reads == one ? two : one;
      reads.kill();
      assertThat(found(source)).as("found when the worker was killed").isLessThan(EVENTS);
      noLongerSlow.run();
      within(PATIENCE, "complete", () -> complete(source));
      within(PATIENCE, "all found", () -> found(source) == EVENTS);

      long published = node.get("/api/v1/status").path("events").asLong();
      reset(other.rest(), source);
      within(PATIENCE, "being read again", () -> !complete(source));
      within(PATIENCE, "complete again", () -> complete(source));
      assertThat(node.get("/api/v1/status").path("events").asLong()).isEqualTo(published);
      other.rest().delete(source);
    }
  }

  private Map<String, String> settings(String connector) {
    var settings = new HashMap<>(OrdinaryWorker.converters(node));
    var name = Character.toUpperCase(connector.charAt(0)) + connector.substring(1);
    settings.put(
        "connector.class", "io.alluvium.connectors." + connector + "." + name + "SourceConnector");
    settings.put("tasks.max", "3");
    settings.put("exactly.once.support", "required");
    settings.put("batch.events", "16");
    settings.put("batch.events.backlog", "16");
    return settings;
  }

  private static void reset(ConnectRest connect, String source) {
    connect.stop(source);
    connect.forgetOffsets(
        source,
        connect.offsets(source).keySet().stream()
            .filter(partition -> partition.has("axis"))
            .toList());
    connect.resume(source);
  }

  private boolean complete(String source) {
    var coverage = node.get("/api/v1/coverage?source=" + source);
    return !coverage.path("scopes").isEmpty() && coverage.path("complete").asBoolean();
  }

  private long found(String source) {
    return node.search("", "source", source).path("total").asLong();
  }
}
