package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.schemas.RawEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RealPayloadsTest {
  private static final JsonNode EXAMPLES = examples();

  private final RepositoryScope repository =
      new RepositoryScope("github.com", 186853002, "Codertocat/Hello-World", false);
  private final IssueEvents issues = new IssueEvents(repository);
  private final CommentEvents comments = new CommentEvents(repository);

  @Test
  void readsAnIssue() {
    var event = issues.issue(EXAMPLES.get("issue")).event();
    assertThat(event.getEntityKey()).isEqualTo("github:github.com/issue/186853002/1");
    assertThat(event.getActor().getId()).isEqualTo("21031067");
    assertThat(event.getActor().getName()).contains("Codertocat");
    assertThat(event.getTitle()).isEqualTo("Spelling error in the README file");
    assertThat(event.getUrl()).isEqualTo("https://github.com/Codertocat/Hello-World/issues/1");
    assertThat(event.getThreadKey()).isEqualTo(event.getEntityKey());
    assertThat(event.getVersionOrder().getUpstream()).isEqualTo(1_557_933_618_000_000L);
    assertThat(event.getOccurredAt()).isEqualTo("2019-05-15T15:20:18Z");
    assertThat(event.getAttributes())
        .containsEntry("state", "open")
        .containsEntry("milestone", "1")
        .doesNotContainKeys("locked", "state_reason");
    assertThat(event.getListAttributes())
        .containsEntry("labels", List.of("bug"))
        .containsEntry("assignees", List.of("21031067"));
  }

  @Test
  void readsAPullRequest() {
    var event = issues.pullRequest(EXAMPLES.get("pull_request")).event();
    assertThat(event.getEntityKey()).isEqualTo("github:github.com/issue/186853002/2");
    assertThat(event.getAttributes())
        .containsEntry("head_sha", EXAMPLES.at("/pull_request/head/sha").asText())
        .containsEntry("base_ref", "master")
        .doesNotContainKeys("draft", "merged");
  }

  @Test
  void takesAMergeTimeForMergedSinceListingsHaveNoFlag() {
    var json = (ObjectNode) EXAMPLES.get("pull_request").deepCopy();
    json.remove("merged");
    json.put("merged_at", "2019-05-15T16:00:00Z").put("state", "closed").put("draft", true);
    json.putArray("requested_teams").addObject().put("id", 3);
    json.putArray("requested_reviewers").addObject().put("id", 7);
    var event = issues.pullRequest(json).event();
    assertThat(event.getVerb()).isEqualTo("merged");
    assertThat(event.getAttributes())
        .containsEntry("merged", "true")
        .containsEntry("draft", "true");
    assertThat(event.getListAttributes().get("requested_reviewers"))
        .containsExactly("user:7", "team:3");
  }

  @Test
  void readsCommentsOfBothSorts() {
    var whole = comments.comment(EXAMPLES.get("comment"));
    assertThat(whole.event().getEntityKey())
        .isEqualTo("github:github.com/comment/186853002/492700400");
    assertThat(whole.event().getThreadKey()).isEqualTo("github:github.com/issue/186853002/1");
    assertThat(whole.id()).isEqualTo("1/492700400");
    var line = comments.reviewComment(EXAMPLES.get("review_comment")).event();
    assertThat(line.getEntityKey())
        .isEqualTo("github:github.com/review_comment/186853002/284312630");
    assertThat(line.getAttributes())
        .containsEntry("path", "README.md")
        .containsEntry("original_commit", "ec26c3e57ca3a959ca5aad62de7213c562f8c821");
  }

  @Test
  void readsAReviewInTheSpellingOfRestAndOfWebhooksAlike() {
    var events = new ReviewEvents(repository);
    var lower = EXAMPLES.get("review");
    var upper = (ObjectNode) lower.deepCopy();
    upper.put("state", "COMMENTED");
    var one = events.review(2, lower).orElseThrow();
    assertThat(one.event().getAttributes()).containsEntry("state", "commented");
    assertThat(one.event().getEntityKey())
        .isEqualTo("github:github.com/review/186853002/237895671");
    assertThat(events.review(2, upper).orElseThrow().hash()).isEqualTo(one.hash());
  }

  @Test
  void leavesOutAReviewThatOnlyItsAuthorSees() {
    var pending = (ObjectNode) EXAMPLES.get("review").deepCopy();
    pending.put("state", "PENDING").putNull("submitted_at");
    assertThat(new ReviewEvents(repository).review(2, pending)).isEmpty();
  }

  @Test
  void readsAReleaseWithItsAssets() {
    var json = (ObjectNode) EXAMPLES.get("release").deepCopy();
    json.putArray("assets").addObject().put("id", 9).put("name", "a.zip").put("download_count", 7);
    var event = new ReleaseEvents(repository).release(json).event();
    assertThat(event.getEntityKey()).isEqualTo("github:github.com/release/186853002/17372790");
    assertThat(event.getTitle()).isEqualTo("0.0.1");
    assertThat(event.getAttributes())
        .containsAllEntriesOf(Map.of("tag", "0.0.1", "target", "master"));
    assertThat(event.getListAttributes().get("assets")).containsExactly("9:a.zip");
    assertThat(event.getOccurredAt()).isEqualTo("2019-05-15T15:20:53Z");
  }

  @Test
  void readsARunAndAJob() {
    var events = new RunEvents(repository);
    var run = events.run(EXAMPLES.get("run"));
    assertThat(run.event().getAttributes()).containsEntry("attempt", "1").containsKey("head_sha");
    assertThat(run.event().getAttributes()).doesNotContainKey("conclusion");
    var job = events.job(940463255, EXAMPLES.get("job")).event();
    assertThat(job.getEntityKey()).isEqualTo("github:github.com/job/186853002/2832853555");
    assertThat(job.getThreadKey()).isEqualTo("github:github.com/run/186853002/940463255");
    assertThat(job.getAttributes())
        .containsEntry("status", "in_progress")
        .containsEntry("attempt", "1");
  }

  @Test
  void makesNoNewVersionOfWhatGithubChangesByItself() {
    var json = (ObjectNode) EXAMPLES.get("review_comment").deepCopy();
    var before = comments.reviewComment(json).hash();
    json.put("position", 40).put("line", 41).put("commit_id", "0".repeat(40));
    json.putObject("reactions").put("total_count", 3);
    assertThat(comments.reviewComment(json).hash()).isEqualTo(before);
    json.put("body", "Edited.");
    assertThat(comments.reviewComment(json).hash()).isNotEqualTo(before);
  }

  @Test
  void keepsGithubsOwnJsonAsPayload() throws IOException {
    RawEvent.Builder event = issues.issue(EXAMPLES.get("issue")).event();
    var payload = new ObjectMapper().readTree(event.getPayload().array());
    assertThat(payload).isEqualTo(EXAMPLES.get("issue"));
  }

  @Test
  void readsWhatAnAccountThatIsGoneHasLeft() {
    var json = (ObjectNode) EXAMPLES.get("issue").deepCopy();
    json.putNull("user");
    assertThat(issues.issue(json).event().hasActor()).isFalse();
    assertThat(issues.issue(json).time()).isEqualTo(Instant.parse("2019-05-15T15:20:18Z"));
  }

  private static JsonNode examples() {
    try (var in = RealPayloadsTest.class.getResourceAsStream("webhooks-examples.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
