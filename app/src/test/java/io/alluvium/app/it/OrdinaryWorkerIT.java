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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The packaged connectors in Kafka Connect as Kafka ships it. */
@Execution(ExecutionMode.CONCURRENT)
final class OrdinaryWorkerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAGE = Duration.ofMillis(500);
  private static final String SOURCE = "elsewhere";
  private static final String FAR = "far";

  @TempDir Path directory;
  @TempDir Path watched;

  @Test
  void runsThePackagedConnectorAtLeastOnceAsByDefault() throws Exception {
    var node = TestNode.shared();
    var repository = GitRepo.create(watched);
    repository.write("numbat.txt", "numbat\n");
    repository.commit("Add the numbat");
    try (var worker = OrdinaryWorker.start(node, "ordinary", directory, Map.of())) {
      var settings = new HashMap<>(OrdinaryWorker.converters(node));
      settings.put("connector.class", "io.alluvium.connectors.files.FilesSourceConnector");
      settings.put("files.path", watched.toString());
      settings.put("files.root.id", SOURCE);
      worker.rest().put(SOURCE, settings);
      within(PATIENCE, "file and commit", () -> node.titles("numbat", SOURCE).size() == 2);
      assertThat(node.titles("numbat", SOURCE)).containsOnly("numbat.txt", "Add the numbat");
      Files.delete(watched.resolve("numbat.txt"));
      within(PATIENCE, "deleted", () -> node.titles("numbat", SOURCE).size() == 1);
      worker.rest().delete(SOURCE);
    }
  }

  @Test
  @Tag("crash")
  void losesNothingWhenOneOfTwoWorkersIsKilledAndPublishesNothingTwiceAfterAReset()
      throws Exception {
    var node = TestNode.shared();
    int events = 900;
    var quick =
        Map.of(
            "exactly.once.source.support", "enabled",
            "scheduled.rebalance.max.delay.ms", "2000",
            "session.timeout.ms", "6000",
            "heartbeat.interval.ms", "1000");
    try (var github = GitHubSimulator.start(GitHubSimulatorOptions.defaults());
        var one = OrdinaryWorker.start(node, "cluster", directory.resolve("1"), quick);
        var two = OrdinaryWorker.start(node, "cluster", directory.resolve("2"), quick)) {
      OrganisationGenerator.generate(
          github.state(), "far-away", OrganisationSize.small().withEvents(events));
      github.faults().add(FaultRule.on("GET", "/repositories/", new Fault.Slow(PAGE)));
      one.rest().put(FAR, settings(node, github));
      within(PATIENCE, "under way", () -> found(node) > events / 10);
      assertThat(found(node)).as("found when the worker is killed").isLessThan(events);
      one.kill();
      github.faults().clear();
      within(PATIENCE, "complete", () -> complete(node));
      within(PATIENCE, "all found", () -> found(node) == events);

      long published = node.get("/api/v1/status").path("events").asLong();
      reset(two.rest());
      within(PATIENCE, "being read again", () -> !complete(node));
      within(PATIENCE, "complete again", () -> complete(node));
      assertThat(node.get("/api/v1/status").path("events").asLong()).isEqualTo(published);
      two.rest().delete(FAR);
    }
  }

  private Map<String, String> settings(TestNode node, GitHubSimulator github) {
    var settings = new HashMap<>(OrdinaryWorker.converters(node));
    settings.put("connector.class", "io.alluvium.connectors.github.GithubSourceConnector");
    settings.put("tasks.max", "3");
    settings.put("exactly.once.support", "required");
    settings.put("batch.events", "16");
    settings.put("github.api.url", github.url().toString());
    settings.put("github.organisations", "far-away");
    settings.put("github.tokens", GitHubSimulator.TOKEN);
    settings.put("github.poll.ms", "500");
    settings.put("github.mirror.dir", directory.resolve("mirrors").toString());
    return settings;
  }

  private static void reset(ConnectRest connect) {
    connect.stop(FAR);
    connect.forgetOffsets(
        FAR,
        connect.offsets(FAR).keySet().stream().filter(partition -> partition.has("axis")).toList());
    connect.resume(FAR);
  }

  private static boolean complete(TestNode node) {
    var coverage = node.get("/api/v1/coverage?source=" + FAR);
    return !coverage.path("scopes").isEmpty() && coverage.path("complete").asBoolean();
  }

  private static long found(TestNode node) {
    return node.search("", "source", FAR).path("total").asLong();
  }
}
