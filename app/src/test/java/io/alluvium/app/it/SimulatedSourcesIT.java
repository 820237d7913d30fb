package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.simulators.github.GitHubSimulator;
import io.alluvium.simulators.github.GitHubSimulatorOptions;
import io.alluvium.simulators.github.state.OrganisationGenerator;
import io.alluvium.simulators.github.state.OrganisationSize;
import io.alluvium.simulators.slack.SlackOptions;
import io.alluvium.simulators.slack.SlackSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a simulated system to a searchable event, in the whole node. */
final class SimulatedSourcesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void findsWhatHappensOnGithubAndProvesThatNothingIsMissing() throws Exception {
    var node = TestNode.shared();
    try (var github = GitHubSimulator.start(GitHubSimulatorOptions.defaults())) {
      OrganisationGenerator.generate(
          github.state(), "acme", OrganisationSize.small().withEvents(300));
      var repository = github.state().repositories().get(0);
      add(node, "acme", githubSettings(github, directory));
      within(PATIENCE, "complete", () -> complete(node, "acme"));
      int issue = repository.issues().create("ada", "Travertine", "It is porous.").number();
      within(PATIENCE, "found", () -> node.titles("travertine", "acme").contains("Travertine"));
      repository.issues().delete(issue);
      within(PATIENCE, "gone", () -> node.titles("travertine", "acme").isEmpty());
      var source = node.source("acme");
      assertThat(source.path("new").asLong()).isGreaterThanOrEqualTo(300);
      assertThat(source.path("deadLettered").asLong()).isZero();
      node.request("DELETE", "/api/v1/sources/acme", "");
    }
  }

  @Test
  void makesOneEventOfACommitThatTwoSourcesReport() throws Exception {
    var node = TestNode.shared();
    try (var github = GitHubSimulator.start(GitHubSimulatorOptions.defaults())) {
      var repository = github.state().createRepository("acme", "stones");
      for (int i = 0; i < 10; i++) {
        repository.git().commit("main", "ada", "Gneiss " + i, Map.of("f" + i, "text " + i));
      }
      repository.git().annotatedTag("v1", repository.git().branches().get("main"), "ada", "One");
      var clone = directory.resolve("clone");
      Git.cloneRepository()
          .setURI(github.url() + "/acme/stones.git")
          .setDirectory(clone.toFile())
          .call()
          .close();
      node.watch("clone", clone);
      within(PATIENCE, "read", () -> node.source("clone").path("new").asLong() == 20);
      add(node, "stones", githubSettings(github, directory.resolve("mirrors")));
      within(PATIENCE, "seen", () -> node.source("stones").path("sightings").asLong() == 10);
      // Branch and tag, of which a clone says nothing.
      within(PATIENCE, "refs", () -> node.source("stones").path("new").asLong() == 2);
      assertThat(node.search("gneiss", "kind", "commit").path("total").asLong()).isEqualTo(10);
      node.request("DELETE", "/api/v1/sources/stones", "");
      node.remove("clone");
    }
  }

  @Test
  void findsWhatIsSaidOnSlackWithItsLateRepliesEditsAndDeletions() throws Exception {
    var node = TestNode.shared();
    try (var slack = SlackSimulator.start(SlackOptions.empty().generated(500, 2))) {
      add(node, "chat", slackSettings(slack));
      within(PATIENCE, "complete", () -> complete(node, "chat"));
      assertThat(node.source("chat").path("new").asLong()).isEqualTo(500);
      var channel = slack.channels().get(0);
      var said = slack.post(channel, "U0000001", "Who has the serpentine sample?");
      within(PATIENCE, "found", () -> found(node, "serpentine") == 1);
      slack.reply(channel, said, "U0000002", "The serpentine is in my drawer.");
      within(PATIENCE, "found", () -> found(node, "serpentine") == 2);
      slack.edit(channel, said, "Who has the soapstone sample?");
      within(PATIENCE, "edited", () -> found(node, "soapstone") == 1);
      slack.delete(channel, said);
      within(PATIENCE, "gone", () -> found(node, "soapstone") == 0);
      node.request("DELETE", "/api/v1/sources/chat", "");
    }
  }

  @Test
  void keepsOnceWhatFiveSourcesOfThreeKindsReportAtOnce() throws Exception {
    try (var node = TestNode.start(directory.resolve("node"), Map.of());
        var github = GitHubSimulator.start(GitHubSimulatorOptions.defaults());
        var slack = SlackSimulator.start(SlackOptions.empty().generated(200, 2))) {
      var repository = github.state().createRepository("acme", "stones");
      for (int i = 0; i < 10; i++) {
        repository.git().commit("main", "ada", "Schist " + i, Map.of("f" + i, "text " + i));
        repository.issues().create("ada", "Schist splits " + i, "Along its planes.");
      }
      var clone = directory.resolve("clone");
      Git.cloneRepository()
          .setURI(github.url() + "/acme/stones.git")
          .setDirectory(clone.toFile())
          .call()
          .close();
      node.watch("clone", clone);
      add(node, "github-1", githubSettings(github, directory.resolve("m1")));
      add(node, "github-2", githubSettings(github, directory.resolve("m2")));
      add(node, "chat-1", slackSettings(slack));
      add(node, "chat-2", slackSettings(slack));
      var all = List.of("clone", "github-1", "github-2", "chat-1", "chat-2");
      within(PATIENCE, "complete", () -> all.stream().allMatch(name -> complete(node, name)));
      within(PATIENCE, "found", () -> node.search("").path("total").asLong() == 231);
      long read = all.stream().mapToLong(name -> node.source(name).path("read").asLong()).sum();
      long published = all.stream().mapToLong(name -> node.source(name).path("new").asLong()).sum();
      assertThat(published).as("new, of %d read", read).isEqualTo(10 + 10 + 10 + 1 + 200);
      assertThat(read).isGreaterThanOrEqualTo(20 + 2 * 21 + 2 * 200);
    }
  }

  private static Map<String, String> slackSettings(SlackSimulator slack) {
    return Map.of(
        "connector.class",
        "slack",
        "slack.api.url",
        slack.apiUrl().toString(),
        "slack.token",
        SlackOptions.TOKEN,
        "slack.app.token",
        SlackOptions.APP_TOKEN);
  }

  private static Map<String, String> githubSettings(GitHubSimulator github, Path mirrors) {
    return Map.of(
        "connector.class", "github",
        "github.api.url", github.url().toString(),
        "github.organisations", "acme",
        "github.tokens", GitHubSimulator.TOKEN,
        "github.poll.ms", "500",
        "github.listing.ms", "1000",
        "github.mirror.dir", mirrors.toString());
  }

  private static void add(TestNode node, String name, Map<String, String> settings)
      throws Exception {
    var body = JSON.writeValueAsString(new TreeMap<>(settings));
    JsonNode answer = node.request("PUT", "/api/v1/sources/" + name, body);
    assertThat(answer.path("done").asText()).as(answer.toString()).isEqualTo("added");
  }

  private static boolean complete(TestNode node, String source) {
    var coverage = node.get("/api/v1/coverage?source=" + source);
    return !coverage.path("scopes").isEmpty() && coverage.path("complete").asBoolean();
  }

  private static long found(TestNode node, String word) {
    return node.search(word, "source", "chat").path("total").asLong();
  }
}
