package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.MemoryOffsets;
import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.RawEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What GitHub really answered, through the readers. */
final class RecordedTrafficTest {
  private static final long ISSUES = 515435940;
  private static final long RELEASES = 515436237;
  private static final long RENAMED = 515436299;

  private RecordedGithub github;

  @BeforeEach
  void start() throws IOException {
    github = new RecordedGithub();
  }

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void readsEveryIssueOfFiveRecordedPagesOnce() {
    github.list("/repositories/" + ISSUES + "/issues", github.scenario("paginate-issues"));
    try (var run = start("issues", ISSUES)) {
      run.until(() -> run.events().size() == 13).untilClaimed().during(Duration.ofMillis(300));
      assertThat(run.events())
          .extracting(event -> event.getAttributes().get("number"))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(1, 13).mapToObj(Integer::toString).toList());
      assertThat(run.events())
          .allSatisfy(event -> {
            assertThat(event.getEntityKey()).startsWith("github:127.0.0.1/issue/" + ISSUES + "/");
            assertThat(event.getTitle().get()).startsWith("Test issue ");
            assertThat(event.getActor().get().getId()).isEqualTo("31898046");
            assertThat(event.getUrl().get()).startsWith("https://github.com/octokit-fixture-org/");
          });
    }
  }

  @Test
  void followsTheRecordedLinksByNumericId() {
    github.list("/repositories/" + ISSUES + "/issues", github.scenario("paginate-issues"));
    try (var run = start("issues", ISSUES)) {
      run.until(() -> run.events().size() == 13);
      assertThat(github.asked())
          .contains("/repositories/" + ISSUES + "/issues?per_page=3&page=3")
          .contains("/repositories/" + ISSUES + "/issues?per_page=3&page=5");
    }
  }

  @Test
  void keepsTheRecordedJsonOfEachIssueAsItsPayload() throws IOException {
    github.list("/repositories/" + ISSUES + "/issues", github.scenario("paginate-issues"));
    var recorded = new HashMap<String, JsonNode>();
    for (var page : github.scenario("paginate-issues")) {
      page.path("body").forEach(issue -> recorded.put(issue.path("number").asText(), issue));
    }
    try (var run = start("issues", ISSUES)) {
      run.until(() -> run.events().size() == 13);
      for (RawEvent event : run.events()) {
        var payload = event.getPayload().get();
        var bytes = new byte[payload.remaining()];
        payload.get(bytes);
        assertThat(new ObjectMapper().readTree(bytes))
            .isEqualTo(recorded.get(event.getAttributes().get("number")));
      }
    }
  }

  @Test
  void takesTheRecorded404OfARepositoryThatIsThereForNothing() {
    try (var run = start("pulls", RENAMED)) {
      run.untilClaimed();
      assertThat(run.events()).isEmpty();
      assertThat(github.asked()).contains("/repositories/" + RENAMED);
    }
  }

  @Test
  void readsARecordedRelease() {
    var release = (ObjectNode) github.scenario("release-assets").get(0).deepCopy();
    // A listing of releases was not recorded; the release was.
    release.set("body", new ObjectMapper().createArrayNode().add(release.get("body")));
    github.list("/repositories/" + RELEASES + "/releases", List.of(release));
    try (var run = start("releases", RELEASES)) {
      run.until(() -> !run.events().isEmpty());
      assertThat(run.events())
          .singleElement()
          .satisfies(event -> {
            assertThat(event.getEntityKey())
                .isEqualTo("github:127.0.0.1/release/" + RELEASES + "/72286832");
            assertThat(event.getAttributes()).containsEntry("tag", "v1.0.0");
          });
    }
  }

  @Test
  void followsTheRecordedRedirectOfARenamedRepository() throws IOException {
    var moved = github.scenario("rename-repository").get(0).path("path").asText();
    var source = new GithubSource();
    var settings = settings("issues");
    settings.put("github.repositories", moved.substring("/repos/".length()));
    assertThat(source.scopes(source.configure(settings)).orElseThrow())
        .containsExactly(
            RENAMED
                + " public "
                + github.scenario("rename-repository").get(1).at("/body/full_name").asText());
  }

  @Test
  void selectsARecordedRepositoryByName() throws IOException {
    var source = new GithubSource();
    var settings = settings("issues");
    settings.put("github.repositories", "octokit-fixture-org/hello-world");
    var recorded = github.scenario("get-repository").get(0).path("body");
    assertThat(source.scopes(source.configure(settings)).orElseThrow())
        .containsExactly(recorded.path("id").asText() + " public octokit-fixture-org/hello-world");
  }

  private TaskRun start(String stream, long repository) {
    var settings = settings(stream);
    settings.put("task.scopes", repository + " public octokit-fixture-org/recorded");
    return TaskRun.start(new GithubSourceTask(), settings, new MemoryOffsets());
  }

  private Map<String, String> settings(String stream) {
    var settings = new HashMap<String, String>();
    settings.put("name", "recorded");
    settings.put("github.api.url", github.url().toString());
    settings.put("github.tokens", "recorded-token");
    settings.put("github.streams", stream);
    settings.put("github.poll.ms", "50");
    return settings;
  }
}
