package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.simulators.github.state.Pulls;
import io.alluvium.simulators.github.state.Repository;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only a complete listing finds. */
final class CompleteListingTest {
  private final SimulatedGithub github = new SimulatedGithub().listing("50", "100");
  private final Repository web = github.repository("acme/web");

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void findsThatCommentsAndPullRequestsWereDeleted() {
    var issue = web.issues().create("ada", "It fails", "Always.").number();
    var comments = IntStream.range(0, 6).mapToObj(i -> said(issue, i)).toList();
    var pulls = IntStream.range(0, 6).mapToObj(i -> pull("Mend " + i)).toList();
    var lines = pulls.stream().map(number -> line(number)).toList();
    var review = web.pulls().review(pulls.get(0), "bob", "APPROVED", "Good.");
    var run = github.streams("issues,comments,pulls,review_comments").listing("50", "100").start();
    run.until(() -> run.events().size() == 1 + 6 + 6 + 6 + 1).forget();
    web.issues().deleteComment(comments.get(2));
    web.pulls().deleteComment(lines.get(3));
    web.issues().delete(pulls.get(0));
    var prefix = "github:127.0.0.1/";
    run.until(() ->
        Events.deleted(run)
            .containsAll(
                List.of(
                    prefix + "comment/" + web.id() + "/" + comments.get(2),
                    prefix + "review_comment/" + web.id() + "/" + lines.get(3),
                    prefix + "issue/" + web.id() + "/" + pulls.get(0),
                    prefix + "review/" + web.id() + "/" + review.id())));
  }

  private long said(int issue, int number) {
    return web.issues().comment(issue, "bob", "Here too, " + number).id();
  }

  private long line(int pull) {
    return web.pulls().comment(pull, "bob", "a.txt", 1, "Why?").id();
  }

  @Test
  void findsThatAReviewWasEditedAlthoughItsPullRequestDoesNotShowIt() {
    var pulls = IntStream.range(0, 3).mapToObj(i -> pull("Mend " + i)).toList();
    var review = web.pulls().review(pulls.get(1), "bob", "COMMENTED", "Before.");
    github.simulator().state().clock().advance(Duration.ofMinutes(1));
    var run = github.streams("pulls").start();
    run.until(() -> run.events().size() == 3 + 1).untilClaimed().forget();
    web.pulls().editReview(review.id(), "After.");
    run.until(() -> !run.events().isEmpty()).during(Duration.ofMillis(300));
    assertThat(run.events())
        .singleElement()
        .satisfies(event -> assertThat(event.getText()).contains("After."));
    assertThat(github.simulator().requests().perEndpoint())
        .as("one question for all")
        .doesNotContainKey("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews");
  }

  private int pull(String title) {
    return web.pulls()
        .create("ada", title, "Please.", new Pulls.Branches("topic", "main"))
        .number();
  }
}
