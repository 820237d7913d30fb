package io.alluvium.simulators.github.rest;

import com.fasterxml.jackson.core.SerializableString;
import io.alluvium.simulators.github.state.Issue;
import io.alluvium.simulators.github.state.Pull;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.github.state.Review;
import io.alluvium.simulators.github.state.ReviewComment;
import java.util.List;
import java.util.Objects;

/** How the pull requests of one repository look in answers, with what belongs to them. */
final class PullJson {
  private final String url;
  private final String page;
  private final Repository repository;
  private final AccountJson accounts;
  private final IssueJson issues;
  private final SerializableString minimalRepository;

  PullJson(Urls urls, Repository repository) {
    this.url = urls.repository(repository);
    this.page = urls.page(repository);
    this.repository = repository;
    this.accounts = new AccountJson(urls);
    this.issues = new IssueJson(urls, repository);
    this.minimalRepository =
        JsonOut.prepared(out -> new RepositoryJson(urls).minimal(out, repository));
  }

  /** The form of listings: no {@code merged}, no {@code mergeable}, no counts. */
  void simple(JsonOut out, Issue issue) {
    out.object(() -> fields(out, issue));
  }

  /** The form of a single pull request. */
  void full(JsonOut out, Issue issue) {
    Pull pull = pull(issue);
    out.object(() -> {
      fields(out, issue);
      out.field("merged", pull.mergedAt() > 0)
          .field("mergeable", pull.mergedAt() == 0)
          .field("rebaseable", pull.mergedAt() == 0)
          .field("mergeable_state", "clean")
          .object("merged_by", pull.mergedBy(), accounts::simple)
          .field("comments", issue.comments())
          .field("review_comments", pull.reviewComments())
          .field("maintainer_can_modify", false)
          .field("commits", 1)
          .field("additions", 1)
          .field("deletions", 0)
          .field("changed_files", 1);
    });
  }

  void review(JsonOut out, Review review) {
    String html = page + "/pull/" + review.pull() + "#pullrequestreview-" + review.id();
    String pullUrl = url + "/pulls/" + review.pull();
    out.object(() ->
        out.field("id", review.id())
            .field("node_id", Urls.nodeId("PullRequestReview", review.id()))
            .object("user", review.author(), accounts::simple)
            .field("body", review.body())
            .field("state", review.state())
            .field("html_url", html)
            .field("pull_request_url", pullUrl)
            .field("author_association", "MEMBER")
            .object(
                "_links",
                () ->
                    out.object("html", () -> out.field("href", html))
                        .object("pull_request", () -> out.field("href", pullUrl)))
            .time("submitted_at", review.createdAt())
            .field("commit_id", review.commit()));
  }

  void comment(JsonOut out, ReviewComment comment) {
    String own = url + "/pulls/comments/" + comment.id();
    String html = page + "/pull/" + comment.pull() + "#discussion_r" + comment.id();
    String pullUrl = url + "/pulls/" + comment.pull();
    out.object(() -> {
      out.field("url", own)
          .number("pull_request_review_id", comment.review())
          .field("id", comment.id())
          .field("node_id", Urls.nodeId("PullRequestReviewComment", comment.id()))
          .object("user", comment.author(), accounts::simple)
          .field("body", comment.body())
          .time("created_at", comment.createdAt())
          .time("updated_at", comment.updatedAt())
          .field("html_url", html)
          .field("pull_request_url", pullUrl)
          .field("author_association", "MEMBER")
          .object(
              "_links",
              () ->
                  out.object("self", () -> out.field("href", own))
                      .object("html", () -> out.field("href", html))
                      .object("pull_request", () -> out.field("href", pullUrl)));
      place(out, comment);
      issues.reactions(out, own + "/reactions");
    });
  }

  private static void place(JsonOut out, ReviewComment comment) {
    ReviewComment.Place place = comment.place();
    out.field("diff_hunk", "@@ -1 +1,2 @@")
        .field("path", place.path())
        .field("commit_id", place.commit())
        .field("original_commit_id", place.commit())
        .nothing("start_line")
        .nothing("original_start_line")
        .nothing("start_side")
        .number("line", comment.line())
        .field("original_line", place.line())
        .field("side", "RIGHT")
        .field("original_position", place.line())
        .number("position", comment.line())
        .field("subject_type", "line");
    if (comment.inReplyTo() != 0) {
      out.field("in_reply_to_id", comment.inReplyTo());
    }
  }

  private void fields(JsonOut out, Issue issue) {
    Pull pull = pull(issue);
    addresses(out, issue, pull);
    issues.common(out, issue);
    out.time("merged_at", pull.mergedAt())
        .field("merge_commit_sha", pull.headSha())
        .array("requested_reviewers", pull.requestedReviewers(), accounts::simple)
        .array("requested_teams", List.of(), (any, none) -> {})
        .object("head", pull, (any, of) -> branch(out, of.headRef(), of.headSha()))
        .object("base", pull, (any, of) -> branch(out, of.baseRef(), "b".repeat(40)))
        .field("author_association", "MEMBER")
        .nothing("auto_merge")
        .nothing("active_lock_reason")
        .field("draft", pull.draft());
    links(out, issue, pull);
  }

  private void addresses(JsonOut out, Issue issue, Pull pull) {
    String own = url + "/pulls/" + issue.number();
    String html = page + "/pull/" + issue.number();
    out.field("url", own)
        .field("id", pull.id())
        .field("node_id", Urls.nodeId("PullRequest", issue.id()))
        .field("html_url", html)
        .field("diff_url", html + ".diff")
        .field("patch_url", html + ".patch")
        .field("issue_url", url + "/issues/" + issue.number())
        .field("commits_url", own + "/commits")
        .field("review_comments_url", own + "/comments")
        .field("review_comment_url", url + "/pulls/comments{/number}")
        .field("comments_url", url + "/issues/" + issue.number() + "/comments")
        .field("statuses_url", url + "/statuses/" + pull.headSha());
  }

  private void branch(JsonOut out, String ref, String sha) {
    out.object(() ->
        out.field("label", repository.owner().login() + ":" + ref)
            .field("ref", ref)
            .field("sha", sha)
            .object("user", repository.owner(), accounts::simple)
            .object("repo", minimalRepository, JsonOut::raw));
  }

  private void links(JsonOut out, Issue issue, Pull pull) {
    String own = url + "/pulls/" + issue.number();
    String asIssue = url + "/issues/" + issue.number();
    out.object(
        "_links",
        () -> {
          link(out, "self", own);
          link(out, "html", page + "/pull/" + issue.number());
          link(out, "issue", asIssue);
          link(out, "comments", asIssue + "/comments");
          link(out, "review_comments", own + "/comments");
          link(out, "review_comment", url + "/pulls/comments{/number}");
          link(out, "commits", own + "/commits");
          link(out, "statuses", url + "/statuses/" + pull.headSha());
        });
  }

  private static void link(JsonOut out, String name, String address) {
    out.object(name, () -> out.field("href", address));
  }

  private static Pull pull(Issue issue) {
    return Objects.requireNonNull(issue.pull(), "not a pull request");
  }
}
