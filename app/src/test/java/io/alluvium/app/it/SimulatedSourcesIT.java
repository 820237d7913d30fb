package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.simulators.github.GitHubSimulator;
import io.alluvium.simulators.github.GitHubSimulatorOptions;
import io.alluvium.simulators.github.state.OrganisationGenerator;
import io.alluvium.simulators.github.state.OrganisationSize;
import io.alluvium.simulators.slack.SlackOptions;
import io.alluvium.simulators.slack.SlackSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a simulated system to a searchable event, in the whole node. */
final class SimulatedSourcesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final List<String> SECRETS =
      List.of(GitHubSimulator.TOKEN, SlackOptions.TOKEN, SlackOptions.APP_TOKEN);

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
      within(PATIENCE, "counted", () -> node.source("acme").path("new").asLong() >= 300);
      assertThat(node.source("acme").path("deadLettered").asLong()).isZero();
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
      within(PATIENCE, "found", () -> commits(node, "gneiss") == 10);
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
      within(PATIENCE, "counted", () -> node.source("chat").path("new").asLong() == 500);
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
    try (var overheard = Overheard.words(SECRETS);
        var node = TestNode.start(directory.resolve("node"), Map.of());
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
      add(node, "github-1", byReference(githubSettings(github, directory.resolve("m1"))));
      add(node, "github-2", byReference(githubSettings(github, directory.resolve("m2"))));
      add(node, "chat-1", byReference(slackSettings(slack)));
      add(node, "chat-2", withoutSocket(byReference(slackSettings(slack))));
      var all = List.of("clone", "github-1", "github-2", "chat-1", "chat-2");
      within(PATIENCE, "complete", () -> all.stream().allMatch(name -> complete(node, name)));
      within(PATIENCE, "found", () -> node.search("").path("total").asLong() == 231);
      reportsTheShareOfDuplicates(node, 10 + 10 + 10 + 1 + 200, 20 + 2 * 21 + 2 * 200);
      makesOneEventOfAMessageOnTheSocketAndInHistory(node, slack);
      tellsNoSecrets(node, overheard);
    }
  }

  private static void reportsTheShareOfDuplicates(TestNode node, long kept, long readAtLeast) {
    var total = node.get("/api/v1/sources").path("total");
    long read = total.path("read").asLong();
    assertThat(read).isGreaterThanOrEqualTo(readAtLeast);
    assertThat(total.path("new").asLong()).as("new of %s", total).isEqualTo(kept);
    assertThat(total.path("known").asLong()).isEqualTo(read - kept);
    double share = (double) (read - kept) / read;
    assertThat(total.path("knownShare").asDouble()).isCloseTo(share, offset(1e-4));
    node.awaitMetric("alluvium_sources_known_share 0\\.");
  }

  private static void makesOneEventOfAMessageOnTheSocketAndInHistory(
      TestNode node, SlackSimulator slack) {
    long before = chats(node, "sightings");
    slack.post(slack.channels().get(0), "U00000001", "Schist is what they talk about.");
    within(PATIENCE, "twice seen", () -> chats(node, "sightings") == before + 1);
    assertThat(chats(node, "new")).isEqualTo(200 + 1);
    within(PATIENCE, "found once", () -> messages(node, "schist") == 1);
  }

  private static long commits(TestNode node, String word) {
    return node.search(word, "kind", "commit").path("total").asLong();
  }

  private static long messages(TestNode node, String word) {
    return node.search(word, "kind", "message").path("total").asLong();
  }

  private static long chats(TestNode node, String count) {
    return node.source("chat-1").path(count).asLong() + node.source("chat-2").path(count).asLong();
  }

  private static void tellsNoSecrets(TestNode node, Overheard overheard) {
    assertThat(overheard.lines()).isPositive();
    assertThat(overheard.said()).isEmpty();
    for (var path : List.of("/api/v1/sources", "/api/v1/coverage", "/api/v1/status", "/metrics")) {
      assertThat(node.text(path)).doesNotContain(SECRETS);
    }
    try (var consumer = consumer(node)) {
      var partitions = consumer.assignment();
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (var one : consumer.poll(Duration.ofSeconds(1))) {
          assertThat(one.key() + " " + one.value()).as(one.topic()).doesNotContain(SECRETS);
        }
      }
    }
  }

  /** Reads all topics. */
  private static KafkaConsumer<String, String> consumer(TestNode node) {
    var settings = Map.<String, Object>of("bootstrap.servers", node.bootstrapServers());
    var text = new StringDeserializer();
    var consumer = new KafkaConsumer<>(settings, text, text);
    consumer.assign(
        consumer.listTopics().values().stream()
            .flatMap(List::stream)
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList());
    return consumer;
  }

  /** The same settings with every secret in a file. */
  private Map<String, String> byReference(Map<String, String> settings) throws IOException {
    var lines = new StringBuilder();
    for (int i = 0; i < SECRETS.size(); i++) {
      lines.append("secret").append(i).append('=').append(SECRETS.get(i)).append('\n');
    }
    var file = Files.writeString(directory.resolve("secrets.properties"), lines.toString());
    var all = new HashMap<>(settings);
    all.replaceAll((key, value) -> {
      int secret = SECRETS.indexOf(value);
      return secret < 0 ? value : "${file:" + file + ":secret" + secret + "}";
    });
    return all;
  }

  private static Map<String, String> withoutSocket(Map<String, String> settings) {
    settings.remove("slack.app.token");
    settings.put("slack.poll.ms", "500");
    return settings;
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
